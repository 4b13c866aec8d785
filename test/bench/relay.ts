/** What the relay and the direct route carry of a capped link, held against plain TCP. `npm run bench:relay -- --help` */
import { Command } from 'commander';
import type { BaseAgent } from 'ssh2';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { openDirect, removeDirect } from '../../electron/transfer/direct.ts';
import { relay } from '../../electron/transfer/relay.ts';
import type { Route } from '../../electron/transfer/route.ts';
import { asShiplockError } from '../../shared/errors.ts';
import { formatBytes } from '../../shared/units.ts';
import { whyNoHosts } from '../edge/capability.ts';
import { until } from '../edge/condition.ts';
import { sweep } from '../edge/fleet.ts';
import { EdgeHost } from '../edge/host.ts';
import { hostOf } from '../edge/known-host.ts';

interface Options {
  readonly rate: number;
  readonly megabytes: number;
  readonly repeat: number;
}

const port = 9000;
const key = 'bench';

const program = new Command('bench:relay')
  .description(
    'Sends random bytes between two test hosts over plain TCP, the relay and the direct route in turn. Prints what each\n' +
      'carried, the routes as shares of the plain TCP before them, and the most memory that this process, which is the\n' +
      'laptop, ever had.',
  )
  .option('--rate <mbit>', 'rate of the hosts’ links', Number, 1000)
  .option('--megabytes <mb>', 'sent each time', Number, 512)
  .option('--repeat <n>', 'turns that count; one more goes before', Number, 5)
  .action(bench);

async function bench({ rate, megabytes, repeat }: Options): Promise<void> {
  const reason = whyNoHosts();
  if (reason !== null) throw new Error(`no test hosts on this machine: ${reason}`);
  await sweep();
  const up = (name: string): Promise<EdgeHost> => EdgeHost.up({ name, rateMbit: rate });
  await using hosts = new AsyncDisposableStack();
  const source = hosts.use(await up('relay-source'));
  const target = hosts.use(await up('relay-target'));
  const bytes = megabytes * 1_000_000;
  // In memory, so that what is measured is the way and not where the bytes come from.
  await source.shell(`head -c ${bytes} /dev/urandom >/dev/shm/cargo`);
  using here = await connect(hostOf(source));
  using there = await connect(hostOf(target));
  const ends = {
    source: here,
    target: there,
    key,
    openApart: (forwardedAgent: BaseAgent) => connect(hostOf(source), { forwardedAgent }),
  };
  const direct = await openDirect(ends, AbortSignal.timeout(30_000));

  const shares: Record<Route['kind'], number[]> = { relay: [], direct: [] };
  for (let turn = 0; turn <= repeat; turn += 1) {
    const plain = await plainTcp(source, target, bytes);
    let line = `TCP ${formatBytes(plain)}/s`;
    for (const route of [relay, direct]) {
      const carried = await send(route, here, there, bytes);
      if (turn > 0) shares[route.kind].push(carried / plain);
      line += `, ${route.kind} ${formatBytes(carried)}/s (${percent(carried / plain)})`;
    }
    console.log(`${line}${turn === 0 ? ', to warm up' : ''}`);
  }
  await direct.close();
  await removeDirect(ends);

  for (const [route, all] of Object.entries(shares)) {
    const sorted = all.toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
    console.log(
      `${route}: median ${percent(middle)} of plain TCP (${percent(sorted[0] ?? 0)} to ${percent(sorted.at(-1) ?? 0)})`,
    );
  }
  console.log(`this process: ${formatBytes(process.resourceUsage().maxRSS * 1024)} at most`);
}

/** Bytes a second. */
async function send(route: Route, source: Session, target: Session, bytes: number): Promise<number> {
  const began = performance.now();
  await route.join({
    source: { session: source, command: ['cat', '/dev/shm/cargo'] },
    target: { session: target, command: ['sh', '-c', `test "$(wc -c)" = "$0"`, String(bytes)] },
    bothWays: false,
    what: 'random bytes',
    onBytes: () => undefined,
  });
  return (bytes / (performance.now() - began)) * 1000;
}

const receiveTcp =
  'use IO::Socket::INET; $c = IO::Socket::INET->new(Listen => 1, LocalPort => $ARGV[0])->accept;' +
  '$n += $r while ($r = sysread($c, $b, 1 << 18)); print $n';
const sendTcp =
  'use IO::Socket::INET; $c = IO::Socket::INET->new("$ARGV[0]:$ARGV[1]") or die;' +
  'while (sysread(STDIN, $b, 1 << 18)) { print {$c} $b or die } close($c)';

/** Bytes a second, from the first one's departure to the last one's arrival. */
async function plainTcp(source: EdgeHost, target: EdgeHost, bytes: number): Promise<number> {
  const arrived = target.shell(`perl -e '${receiveTcp}' ${port}`, { timeoutMs: 120_000 });
  await until('the target listens', async () => (await target.shell('ss -Htln')).includes(`:${port} `));
  const began = performance.now();
  const sent = source.shell(`perl -e '${sendTcp}' ${target.address} ${port} </dev/shm/cargo`);
  const [count] = await Promise.all([arrived, sent]);
  if (Number(count) !== bytes) throw new Error(`plain TCP lost something: ${count}`);
  return (bytes / (performance.now() - began)) * 1000;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

try {
  await program.parseAsync();
} catch (error) {
  const { message, details } = asShiplockError(error);
  console.error(`bench:relay: ${message}\n${details ?? ''}`);
  process.exitCode = 1;
}
