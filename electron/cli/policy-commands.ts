/** The words of the command line that are about restore points that are taken by themselves. */
import type { Command } from 'commander';
import type { GlobalOptions, Run } from './run.ts';

interface PolicyOptions {
  readonly from: string;
  readonly every?: number;
  readonly keep?: number;
  readonly maxLoad?: number;
  readonly maxStall?: number;
  readonly maxTraffic?: number;
  readonly off?: boolean;
}

/** `backup`: the command that they belong to. */
export function addPolicyCommands(backup: Command, options: () => GlobalOptions, run: Run): void {
  backup
    .command('policy <container>')
    .description('have restore points of a container taken while its host is idle; `watch` carries it out')
    .requiredOption('--from <host>', 'the host that runs it')
    .option('--every <time>', 'as 90min, 6h or 2d (default: 6h)', seconds)
    .option('--keep <n>', 'so many stay, the latest that were taken by a policy (default: 12)', number)
    .option(
      '--max-load <load>',
      'idle: the load of the last minute, a processor, at most (default: 0.5)',
      number,
    )
    .option(
      '--max-stall <percent>',
      'idle: programs wait for processors, disks or memory (default: 20)',
      number,
    )
    .option('--max-traffic <MB/s>', 'idle: over the busiest link, both ways together (default: 1)', number)
    .option('--off', 'end the policy; what was taken by it stays')
    .addHelpText('after', idle)
    .action((container: string, { from, off, ...given }: PolicyOptions) => {
      if (off === true)
        return run({ method: 'policies.end', options: options(), input: { container, host: from } });
      const { every, keep, maxLoad, maxStall, maxTraffic } = given;
      return run({
        method: 'policies.set',
        options: options(),
        input: {
          ...{ container, host: from, everySeconds: every, keep, maxLoad, maxStallPercent: maxStall },
          maxTraffic: maxTraffic === undefined ? undefined : maxTraffic * 1_000_000,
        },
      });
    });
  backup
    .command('policies')
    .description('list the policies, and what came of each last; no host is needed')
    .action(() => run({ method: 'policies.list', options: options(), input: {} }));
  backup
    .command('watch')
    .description('carry the policies out, and `images ahead`, until Ctrl-C')
    .option('--once', 'only what is due now, as for cron; exit status 1 if any of it failed')
    .addHelpText('after', idle)
    .action(({ once }: { once?: boolean }) =>
      run({ method: 'policies.watch', options: options(), input: { once: once === true } }),
    );
}

const idle = `
A restore point is due when the last one of the container, whoever took it, is older than the policy says. Then its host
is watched for two seconds: its load, what its programs wait for (pressure stall information, where its kernel has it),
its links. While it is busy it is asked again every minute; when the last restore point is two intervals old, one is
taken all the same, and says so. A container that does not run is left alone. No policy removes what you take by hand.
`;

/** What is not understood is left for the contract to refuse. */
function seconds(text: string): number {
  const [, count = '', unit = ''] = /^(\d+) ?(s|min|m|h|d)$/.exec(text) ?? [];
  return count === '' ? Number.NaN : Number(count) * (secondsOf[unit] ?? Number.NaN);
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

const number = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);
