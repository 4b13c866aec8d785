/** Test hosts from the command line: they stay up until taken down. `node test/edge/edge.ts --help` */
import { once } from 'node:events';
import { Command, InvalidArgumentError, Option } from 'commander';
import { whyNoHosts } from './capability.ts';
import { sweep } from './fleet.ts';
import { flavourNames, type Flavour } from './flavours.ts';
import { EdgeHost } from './host.ts';

const program = new Command('edge')
  .description(
    'Disposable edge hosts on this machine, each with its own disk, address, sshd, Docker and Podman.',
  )
  .enablePositionalOptions()
  .hook('preAction', async () => {
    const reason = whyNoHosts();
    if (reason !== null) throw new Error(`no test hosts on this machine: ${reason}`);
    await sweep();
  });

program
  .command('up')
  .description('start a new host and print its address')
  .argument('<name>')
  .option('--vm', 'a virtual machine with Debian’s own kernel, which is slow')
  .addOption(new Option('--flavour <flavour>', 'which Docker').choices(flavourNames).default('docker26'))
  .option('--rate <mbit>', 'cap its link, Mbit/s', parsePositive)
  .action(async (name: string, options: { flavour: Flavour; rate?: number; vm?: boolean }) => {
    const host = await EdgeHost.up({
      name,
      flavour: options.flavour,
      rateMbit: options.rate,
      machine: options.vm === true ? 'vm' : 'namespaces',
      detached: true,
    });
    console.log(host.address);
  });

program
  .command('list')
  .description('hosts there are, tests’ own included')
  .action(() => {
    for (const host of EdgeHost.list()) {
      const power = host.poweredOn ? 'on' : 'off';
      const owner = host.detached ? 'detached' : 'of a running test';
      console.log([host.name, host.address, host.flavour, power, owner].join('\t'));
    }
  });

program
  .command('sh')
  .description('run a command on its console')
  .argument('<name>')
  .argument('<command...>')
  .passThroughOptions()
  .action(async (name: string, command: string[]) => {
    const child = EdgeHost.find(name).spawn(command, { stdio: 'inherit' });
    const [status] = (await once(child, 'close')) as [number | null];
    process.exitCode = status ?? 1;
  });

program
  .command('cap')
  .description('cap its link')
  .argument('<name>')
  .argument('<mbit>', 'Mbit/s, or none', parseRate)
  .action((name: string, mbit: number | null) => EdgeHost.find(name).capRate(mbit));

const acts = {
  cut: { what: 'pull its network cable', act: (host: EdgeHost) => host.cut() },
  join: { what: 'put the network cable back', act: (host: EdgeHost) => host.rejoin() },
  kill: { what: 'power loss: its disk stays', act: (host: EdgeHost) => host.powerLoss() },
  boot: { what: 'power it on again', act: (host: EdgeHost) => host.boot() },
};
for (const [verb, { what, act }] of Object.entries(acts)) {
  program
    .command(verb)
    .description(what)
    .argument('<name>')
    .action((name: string) => act(EdgeHost.find(name)));
}

program
  .command('down')
  .description('take a host down and delete its disk')
  .argument('[name]')
  .option('--all', 'every detached host')
  .action(async (name: string | undefined, options: { all?: boolean }) => {
    if (options.all === true) {
      for (const host of EdgeHost.list().filter((each) => each.detached)) await host.down();
    } else if (name !== undefined) {
      await EdgeHost.find(name).down();
    } else {
      throw new Error('name a host, or say --all');
    }
  });

function parseRate(text: string): number | null {
  return text === 'none' ? null : parsePositive(text);
}

function parsePositive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('not a positive number');
  return value;
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(`edge: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
