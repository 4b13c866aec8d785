/**
 * What stops a container from being dumped: each kind of it is held by a container of its own, and what the plan says is held
 * against what CRIU does when it is tried. What is said to come along is moved.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpRound } from '../../electron/checkpoint/dump-round.ts';
import type { Dump } from '../../electron/checkpoint/dump.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import { connect } from '../../electron/hosts/connect.ts';
import { markContainer, unmarkContainer } from '../../electron/migration/mark.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { inEnglish } from '../english.ts';
import { failureOf } from './failure-of.ts';
import { docker, inspect, startContainer, StationFixture } from './station-fixture.ts';

const unconfined = ['--cap-add', 'ALL', '--security-opt', 'seccomp=unconfined'];
const outside = ['--volume', '/srv/outside:/outside'];

type Refusal = readonly [kind: string, finding: string, options: readonly string[]];

/** Kinds of `hold`, what the plan finds, and how the container must be made. */
const everyday: readonly Refusal[] = [
  ['unix-outside', 'socket-outside', outside],
  ['netlink-unread', 'netlink-unread', []],
  ['vsock', 'socket-unsupported', unconfined],
  ['mptcp', 'socket-unsupported', []],
  ['tcp-unaccepted', 'connection-unaccepted', []],
  ['traced', 'traced', []],
  ['stopped', 'process-stopped', []],
  ['fuse', 'device-open', ['--device', '/dev/fuse', ...unconfined]],
  ['io-uring', 'kernel-object', unconfined],
  ['bpf-map', 'kernel-object', unconfined],
  ['inotify', 'watch-unfindable', []],
  ['deleted-large', 'deleted-file-large', []],
  ['deleted-mapped', 'deleted-file-large', []],
  ['renamed-link', 'deleted-name', []],
  ['user-namespace', 'namespace-inside', unconfined],
  ['net-namespace', 'namespace-inside', unconfined],
  ['mount-ramfs', 'mount-inside', unconfined],
  ['posix-queue', 'message-queue', []],
];

/** With SHIPLOCK_BLOCKERS=all: what differs from those above in little. */
const rest: readonly Refusal[] = [
  ['unix-outside-dgram', 'socket-outside', outside],
  ['perf', 'kernel-object', unconfined],
  ['bpf-program', 'kernel-object', unconfined],
  ['user-faults', 'kernel-object', unconfined],
  ['inotify-unlinked-layer', 'watch-unfindable', []],
  ['deleted-large-tmpfs', 'deleted-file-large', []],
  ...['pid', 'ipc', 'uts', 'cgroup', 'time'].map(
    (kind): Refusal => [`${kind}-namespace`, 'namespace-inside', unconfined],
  ),
];
const refused = process.env['SHIPLOCK_BLOCKERS'] === 'all' ? [...everyday, ...rest] : everyday;

/** CRIU does not notice that it cannot have these: it tries for ten seconds, or for ever. */
const inVain = ['traced', 'stopped'];

const carried: readonly string[] = [
  ...['unix-pair', 'unix-relative', 'unix-unlinked', 'netlink', 'netlink-uevent', 'packet', 'raw', 'raw6'],
  ...['raw-any', 'ping', 'udplite', 'tcp-unbound', 'terminal', 'session', 'orphan', 'zombie', 'tun'],
  ...['null-device', 'zero-mapped', 'events', 'memory-file', 'namespace-file', 'process-descriptor'],
  ...['inotify-volume', 'inotify-hinted', 'fanotify', 'deleted-small', 'deleted-folder', 'mount-namespace'],
  ...['mount-tmpfs', 'mount-bind', 'mount-proc', 'sysv-memory', 'sysv-memory-removed', 'sysv-semaphore'],
  ...['sysv-queue', 'posix-memory'],
];
/** Comes along, but hears nothing any more. */
const deaf = 'multicast';

describeOnHosts('a container that holds', () => {
  let fixture: StationFixture;
  let session: Session;
  let runtimeRoot: string;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    const { upper, lower } = fixture;
    await Promise.all([loadImage(upper, 'hold'), loadImage(lower, 'hold')]);
    session = await connect(hostOf(upper));
    const engine = await openDocker(session);
    ({ runtimeRoot } = engine);
    engine.close();
    // Somebody at the other end of a socket, outside the containers that are tried.
    await startContainer(upper, 'server', 'hold', outside, ['serve', '/outside/socket']);
    await until('the server serves', async () => (await docker(upper, 'logs', 'server')).includes('holds'));
    // A few side by side; each is there when its turn comes.
    const waiting = [...refused];
    const startSome = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await hold(upper, next[0], next[2]);
      }
    };
    await Promise.all([startCarried(upper), startSome(), startSome(), startSome()]);
  }, 240_000);
  afterAll(async () => {
    session?.close();
    await fixture?.[Symbol.asyncDispose]();
  });

  const dump = async (name: string, limitSeconds: number): Promise<Dump> => {
    const workspace = `/run/tried/${name}`;
    const { Id } = await inspect(fixture.upper, name);
    const folders = { images: `${workspace}/images`, work: `${workspace}/log` };
    await fixture.upper.shell(`mkdir -p ${workspace}`);
    const leased = { containerId: Id, key: 'trial' };
    await markContainer(session, leased, name);
    try {
      return await dumpRound({ session, runtimeRoot, ...leased, ...folders, limitSeconds });
    } finally {
      await unmarkContainer(session, leased);
    }
  };
  const errorsIn = async (name: string): Promise<string[]> => {
    const { findings } = await fixture.plan(name);
    return findings.flatMap(({ id, severity }) => (severity === 'error' ? [id] : []));
  };

  test.each(refused)('%s is refused: %s', { timeout: 60_000 }, async (kind, finding) => {
    const { upper } = fixture;
    expect(await errorsIn(kind)).toEqual([finding]);
    const failure = await failureOf(dump(kind, inVain.includes(kind) ? 3 : 30));
    expect(failure.code).toBe(inVain.includes(kind) ? 'timed-out' : 'dump-refused');
    expect(failure.message).not.toContain('CRIU says');
    await expectWorking(upper, kind);
    await docker(upper, 'rm', '--force', '--volumes', kind);
  });

  test('a file system of the host below one of its mounts is refused: mount-inside', async () => {
    const { upper } = fixture;
    await upper.shell('mkdir -p /srv/above/disk /var/lib/docker/disk');
    await upper.shell('mount --bind /var/lib/docker/disk /srv/above/disk');
    try {
      await hold(upper, 'idle', ['--volume', '/srv/above:/above']);
      expect(await errorsIn('idle')).toEqual(['mount-inside']);
      expect((await failureOf(dump('idle', 30))).message).toContain('mount');
    } finally {
      await docker(upper, 'rm', '--force', '--volumes', 'idle');
      await upper.shell('umount /srv/above/disk');
    }
  });

  test.each([
    ['tun-attached', 'tunnel', ['--device', '/dev/net/tun', ...unconfined]],
    ['packet-of-device', 'socket-on-device', []],
  ])('%s, which only the restore would refuse, is refused: %s', async (kind, finding, options) => {
    const { upper } = fixture;
    await hold(upper, kind, options);
    expect(await errorsIn(kind)).toEqual([finding]);
    await docker(upper, 'rm', '--force', '--volumes', kind);
  });

  test('a large deleted file is dumped once the remedy was applied', async () => {
    const { upper } = fixture;
    await hold(upper, 'deleted-large', []);
    const of = { container: 'deleted-large', from: 'upper', to: 'lower' };
    const agreed = await fixture.station.call('fixes.list', { finding: 'deleted-file-large', of });
    await fixture.station.call('fixes.apply', { finding: 'deleted-file-large', of, agreed });
    expect(await errorsIn('deleted-large')).toEqual([]);
    expect((await dump('deleted-large', 30)).bytes).toBeGreaterThan(3 << 20);
    await docker(upper, 'rm', '--force', '--volumes', 'deleted-large');
  });

  test('everything that the plan has nothing against moves, and goes on working', {
    timeout: 120_000,
  }, async () => {
    const { lower } = fixture;
    const { findings } = await fixture.plan('carried');
    expect(findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual([
      'warning multicast-lost',
      'warning programs-left',
    ]);
    await migrateCarried(fixture);
    const counts = await countsOf(lower);
    expect(new Set(Object.keys(counts))).toEqual(new Set([...carried, deaf]));
    await until('each of them goes on', async () => {
      const now = await countsOf(lower);
      return carried.every((kind) => (now[kind] ?? 0) > (counts[kind] ?? 0));
    });
    expect((await countsOf(lower))[deaf]).toBe(counts[deaf]);
    // What `docker exec` had started has stayed behind, as the plan warned.
    expect(await docker(lower, 'top', 'carried')).not.toContain('hold idle');
  });
});

/**
 * The kernel tells devices that come and go on the whole machine, those of other tests' hosts among them, to the sockets that
 * are held here. CRIU refuses one with a message that came in the freeze; then to try again is what the error asks for.
 */
async function migrateCarried(fixture: StationFixture): Promise<void> {
  for (;;) {
    const report = await fixture.start('carried');
    if (report.outcome === 'committed') return;
    expect(report.outcome).toBe('rolled-back');
    expect(inEnglish(report.error?.message)).toContain('netlink socket with unread messages');
    expect(inEnglish(report.error?.remedy)).toMatch(/^Try again/);
  }
}

/** Starts a container of that name that holds such a thing, and waits until it has it. */
async function hold(host: EdgeHost, kind: string, options: readonly string[]): Promise<void> {
  const all = ['--volume', `${kind}-data:/data`, ...options];
  await startContainer(host, kind, 'hold', all, [kind, '/data/works']);
  await until(`${kind} works`, async () => (await worksOf(host, kind)) > 0);
}

const worksOf = async (host: EdgeHost, kind: string): Promise<number> =>
  Number(await host.readFile(`/var/lib/docker/volumes/${kind}-data/_data/works`).catch(() => '0'));

async function expectWorking(host: EdgeHost, kind: string): Promise<void> {
  const before = await worksOf(host, kind);
  await until(`${kind} still works`, async () => (await worksOf(host, kind)) > before);
}

/** One container that holds everything that comes along, and a program that was put into it from outside. */
async function startCarried(host: EdgeHost): Promise<void> {
  const options = ['--volume', 'carried-data:/data', '--device', '/dev/net/tun', ...unconfined];
  const held = [...carried, deaf];
  const script = held.map((kind) => `hold ${kind} /data/works-${kind} &`).join('\n');
  await startContainer(
    host,
    'carried',
    'hold',
    [...options, '--entrypoint', '/bin/sh'],
    ['-c', `${script}\nwait`],
  );
  await docker(host, 'exec', '--detach', 'carried', 'hold', 'idle');
  await until('everything works', async () => Object.keys(await countsOf(host)).length === held.length);
}

async function countsOf(host: EdgeHost): Promise<Record<string, number>> {
  const folder = '/var/lib/docker/volumes/carried-data/_data';
  const text = await host.shell(`cd ${folder} && grep -s . works-* /dev/null || true`);
  return Object.fromEntries(
    [...text.matchAll(/^works-(\S+):(\d+)$/gm)].map(([, kind, count]) => [kind, Number(count)]),
  );
}
