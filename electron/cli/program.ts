/** The words of the command line: every command is a method of the contract and a way to fill in its input. */
import { resolve } from 'node:path';
import { Command, Option, type OutputConfiguration } from 'commander';
import type { CheckedThing, Input } from '../../shared/contract.ts';
import { languages } from '../../shared/words.ts';
import { addBackupCommands } from './backup-commands.ts';
import { addPodmanCommands } from './podman-commands.ts';
import { addRegistryCommands } from './registry-commands.ts';
import { addImageCommands } from './image-commands.ts';
import { addIncidentCommands } from './incident-commands.ts';
import { address, fingerprint, folder, more, wholeNumber } from './option-values.ts';
import type { GlobalOptions, Run } from './run.ts';
import { addStoreCommands } from './store-commands.ts';

interface MoveOptions {
  readonly from: string;
  readonly to: string;
  readonly route: 'auto' | 'direct' | 'relay';
  readonly maxRounds: number;
  readonly maxFreeze: number;
  readonly keepSource?: boolean;
  readonly replaceData?: boolean;
  readonly store: boolean;
  readonly accept?: string[];
}

interface FixOptions {
  readonly host?: string;
  readonly from?: string;
  readonly to?: string;
  readonly yes?: boolean;
}

interface HostOptions {
  readonly address: ReturnType<typeof address>;
  readonly user: string;
  readonly key?: string;
  readonly password?: boolean;
  readonly sudo?: boolean;
  readonly jump?: string;
  readonly acceptHostKey?: string;
}

/** `output`: where commander's own words go. */
export function buildProgram(run: Run, output: OutputConfiguration = {}): Command {
  const program = new Command('shiplock')
    .configureOutput(output)
    .description('Moves a running container from one host to another without losing a reading.')
    .option('--home <dir>', 'where the journal is kept (default: your data folder)', folder)
    .option('--json', 'one JSON document on standard output, progress as JSON lines on standard error')
    .option('--secrets <file>', 'read passwords and passphrases from this file instead of asking')
    .addOption(
      new Option(
        '--language <language>',
        'of findings, errors and reports (default: as your locale)',
      ).choices([...languages]),
    )
    .exitOverride()
    .showHelpAfterError('(add --help for the words it takes)')
    .addHelpText('after', secrets + exitStatuses);
  const options = (): GlobalOptions => program.opts();

  const hosts = program.command('hosts').description('the hosts that Shiplock knows');
  hosts
    .command('add <name>')
    .description('add a host, after you have agreed to its key')
    .requiredOption('--address <host[:port]>', 'where its sshd listens', address)
    .option('--user <user>', 'who to log in as', 'root')
    .option('--key <file>', 'log in with this private key (default: your SSH agent)')
    .addOption(new Option('--password', 'log in with a password').conflicts('key'))
    .option('--sudo', 'run commands through sudo')
    .option('--jump <name>', 'reach it through this host')
    .option(
      '--accept-host-key <fingerprint>',
      'agree to this key beforehand: SHA256:…, as ssh-keygen -l prints it',
      fingerprint,
    )
    .addHelpText('after', secrets)
    .action((name: string, given: HostOptions) => {
      const agreeToHostKey = { ...given.address, jump: given.jump };
      return run({
        method: 'hosts.add',
        options: options(),
        agreeToHostKey: given.acceptHostKey === undefined ? agreeToHostKey : undefined,
        input: {
          name,
          ...given.address,
          user: given.user,
          login: given.password === true ? 'password' : undefined,
          key: given.key === undefined ? undefined : resolve(given.key),
          sudo: given.sudo === true,
          jump: given.jump,
          hostKey: given.acceptHostKey ?? '',
        },
      });
    });
  hosts
    .command('list')
    .description('list them')
    .action(() => run({ method: 'hosts.list', options: options(), input: {} }));
  hosts
    .command('check <name>')
    .description('log in and see whether containers can be moved from and to it')
    .action((name: string) => run({ method: 'hosts.check', options: options(), input: { name } }));
  hosts
    .command('remove <name>')
    .description('forget it')
    .action((name: string) => run({ method: 'hosts.remove', options: options(), input: { name } }));

  program
    .command('containers <host>')
    .description('list the containers of a host')
    .action((host: string) => run({ method: 'containers.list', options: options(), input: { host } }));

  withMoveOptions(program.command('plan <container>'))
    .description('say what a move would do and whether it can; changes nothing')
    .option(
      '--rehearse',
      'dump it for a trial as well: it stands still for a moment, as it will in the freeze',
    )
    .action((container: string, given: MoveOptions & { rehearse?: boolean }) =>
      run({
        method: 'moves.plan',
        options: options(),
        input: { ...moveInput(container, given), rehearse: given.rehearse === true },
      }),
    );
  withMoveOptions(program.command('migrate <container>'))
    .description('move a running container')
    .action((container: string, given: MoveOptions) =>
      run({ method: 'moves.start', options: options(), input: moveInput(container, given) }),
    );

  program
    .command('fix <finding> [container]')
    .description('carry out the remedy of a finding that says it is fixable, after showing the commands')
    .option('--host <host>', 'a finding of `hosts check`')
    .option('--from <host>', 'a finding of `plan`, for the container: the host that runs it')
    .option('--to <host>', 'where it is to be moved')
    .option('--yes', 'do not ask: you have seen the commands')
    .action((finding: string, container: string | undefined, given: FixOptions, command: Command) => {
      const of = checkedThing(container, given, command);
      return run({
        method: 'fixes.apply',
        options: options(),
        agreeToFix: { finding, of, yes: given.yes === true },
        input: { finding, of, agreed: [] },
      });
    });

  program
    .command('runs')
    .description('list the runs')
    .action(() => run({ method: 'runs.list', options: options(), input: {} }));
  program
    .command('show <run>')
    .description('tell what a run did, step by step')
    .action((id: string) => run({ method: 'runs.show', options: options(), input: { run: id } }));
  program
    .command('resume <run>')
    .description('finish or undo a run that was interrupted')
    .option('--without-source', 'of a run that was rescued: its source will never be back')
    .action((id: string, { withoutSource }: { withoutSource?: boolean }) =>
      run({ method: 'runs.resume', options: options(), input: { run: id, withoutSource } }),
    );
  program
    .command('rescue <run>')
    .description('start its container on the target from what has arrived: the source is gone for good')
    .option('--yes', 'do not ask: you have seen the point in `show`, and what is missing')
    .option('--without-memory', 'start its programs anew from the files of that point')
    .action((id: string, given: { yes?: boolean; withoutMemory?: boolean }) =>
      run({
        method: 'runs.rescue',
        options: options(),
        agreeToRescue: { run: id, yes: given.yes === true },
        input: { run: id, point: '', withMemory: given.withoutMemory !== true },
      }),
    );
  program
    .command('rollback <run>')
    .description('undo a run that is not committed')
    .option('--without-target', 'the target is off, and stays off: let the copy on the source go on')
    .action((id: string, { withoutTarget }: { withoutTarget?: boolean }) =>
      run({ method: 'runs.rollback', options: options(), input: { run: id, withoutTarget } }),
    );
  addImageCommands(program, run);
  addBackupCommands(program, run);
  addStoreCommands(program, run);
  addRegistryCommands(program, run);
  addPodmanCommands(program, run);
  addIncidentCommands(program, run);
  return program;
}

const secrets = `
Passwords (for the login, and for sudo if it wants one) and the passphrase of a key are asked for when they are
needed, on the terminal, and kept in memory only. For scripts, --secrets names a file, or a pipe as /dev/fd/3:
  {"HOST": {"password": "…", "passphrase": "…", "sudoPassword": "…"}, "@store": {"passphrase": "…"},
   "@registry": {"password": "…"}}
@store is the store of restore points, where no keyring of your system opens it; @registry is the registry that a
command names. The file must be readable by you only.
`;

const exitStatuses = `
Exit status: 0 done; 1 failed, and the source runs the container as before; 2 wrong usage;
3 needs attention, and the text says what.`;

function withMoveOptions(command: Command): Command {
  return command
    .requiredOption('--from <host>', 'the host that runs it')
    .requiredOption('--to <host>', 'the host that shall run it')
    .addOption(
      new Option(
        '--route <route>',
        'how the data travels: from host to host, through this laptop (relay), or whichever is faster',
      )
        .choices(['auto', 'direct', 'relay'])
        .default('auto'),
    )
    .option('--max-rounds <n>', 'rounds of each kind before the freeze, at most', wholeNumber, 4)
    .option('--max-freeze <seconds>', 'do not freeze it if that is likely to take longer', wholeNumber, 120)
    .option('--keep-source', "leave the source's copy there, stopped and renamed")
    .option('--replace-data', 'replace data that lies on the target where the container’s goes')
    .option('--no-store', 'let the source send everything, also what this laptop has')
    .option('--accept <finding>', 'go on in spite of this warning; may be repeated; all: of each', more, []);
}

function checkedThing(
  container: string | undefined,
  { host, from, to }: FixOptions,
  command: Command,
): CheckedThing {
  if (container === undefined && host !== undefined && from === undefined && to === undefined)
    return { host };
  if (container !== undefined && host === undefined && from !== undefined && to !== undefined)
    return { container, from, to };
  return command.error('error: name a host (--host), or a container and the move it is for (--from, --to)');
}

function moveInput(container: string, given: MoveOptions): Input<'moves.start'> {
  return {
    container,
    from: given.from,
    to: given.to,
    route: given.route,
    maxRounds: given.maxRounds,
    maxFreezeSeconds: given.maxFreeze,
    keepSource: given.keepSource === true,
    replaceData: given.replaceData === true,
    useStore: given.store,
    accept: given.accept,
  };
}
