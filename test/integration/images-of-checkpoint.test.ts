/** What is read from CRIU's images is what the host's /proc said of the container while it was paused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Checkpoint,
  type CheckpointProcess,
  readCheckpoint,
} from '../../electron/checkpoint/images/checkpoint.ts';
import { heldSockets } from '../../electron/checkpoint/images/held-sockets.ts';
import { memoryPieces } from '../../electron/checkpoint/images/memory-pieces.ts';
import { pagesFileOf } from '../../electron/checkpoint/images/pagemap.ts';
import { dump } from '../../electron/checkpoint/dump.ts';
import { type InetSocket, parseSockets } from '../../electron/checkpoint/sockets.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { markContainer, unmarkContainer } from '../../electron/migration/mark.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { Flavour } from '../edge/flavours.ts';
import { EdgeHost } from '../edge/host.ts';
import { type Image, loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { type HostImages, imagesOf } from './images-of-host.ts';
import { procOf, type ProcProcess } from './proc-of-container.ts';
import { docker, startContainer } from './station-fixture.ts';

/** Of `hold`, one process or more each. */
const kinds = [
  ...['unix-pair', 'unix-relative', 'terminal', 'zombie', 'tun', 'events', 'memory-file', 'namespace-file'],
  ...['process-descriptor', 'deleted-small', 'netlink', 'packet', 'raw', 'udplite', 'session', 'null-device'],
  ...['sysv-memory', 'posix-memory', 'mount-tmpfs', 'fanotify'],
];
/** A connection with both ends in the container, one of them IPv6: on port 7100, which is 1BBC. */
const manyKinds = `
${kinds.map((kind) => `hold ${kind} /data/works-${kind} &`).join('\n')}
sleep 1000 | nc -l -p 7100 &
until grep -q ':1BBC .*:0000 0A' /proc/net/tcp6; do sleep 0.05; done
sleep 1000 | nc 127.0.0.1 7100 &
wait`;
const unconfined = ['--cap-add', 'ALL', '--security-opt', 'seccomp=unconfined', '--device', '/dev/net/tun'];

type Workload = readonly [
  name: string,
  image: Image,
  options: readonly string[],
  command: readonly string[],
  isReady: string,
];
/** `isReady`: a command in the container that succeeds then. */
const workloads: readonly Workload[] = [
  ['gauge', 'gauge', ['--volume', 'gauge-data:/data'], ['--memory', '8'], 'test -s /data/readings'],
  ['sensor', 'sensor', [], [], 'test -s /data/a -a -s /data/b'],
  ['station', 'station', ['--publish', '7000:7000'], [], 'grep -q 1B58 /proc/net/tcp'],
  ['database', 'database', ['--volume', 'database-data:/data'], [], 'test -s /data/db-wal'],
  [
    'many',
    'hold',
    ['--volume', 'many-data:/data', ...unconfined, '--entrypoint', '/bin/sh'],
    ['-c', manyKinds],
    `for kind in ${kinds.join(' ')}; do test -s /data/works-$kind || exit 1; done; grep -q ':1BBC 01 ' /proc/net/tcp`,
  ],
];

interface Seen {
  readonly checkpoint: Checkpoint;
  readonly images: HostImages;
  readonly processes: readonly ProcProcess[];
  readonly sockets: readonly InetSocket[];
}

describeOnHosts('the images of a checkpoint', () => {
  describe.each<Flavour>(['docker26', 'docker28'])('with %s', (flavour) => {
    let host: EdgeHost;
    let session: Session;
    let runtimeRoot: string;
    const seen = new Map<string, Seen>();
    const of = (name: string): Seen => {
      const found = seen.get(name);
      if (found === undefined) throw new Error(`${name} was not dumped`);
      return found;
    };

    beforeAll(async () => {
      host = await EdgeHost.up({ name: 'upper', flavour });
      session = await connect(hostOf(host));
      const engine = await openDocker(session);
      ({ runtimeRoot } = engine);
      engine.close();
      for (const workload of workloads) seen.set(workload[0], await take(workload));
    });
    afterAll(async () => {
      session?.close();
      await host?.down();
    });

    const take = async ([name, image, options, command, isReady]: Workload): Promise<Seen> => {
      await loadImage(host, image);
      const containerId = await startContainer(host, name, image, options, command);
      await until(
        `${name} is ready`,
        async () => (await host.run(['docker', 'exec', name, 'sh', '-c', isReady])).status === 0,
      );
      const workspace = `/run/read/${name}`;
      await host.shell(`mkdir -p ${workspace}`);
      await docker(host, 'pause', name);
      const leased = { containerId, key: 'trial' };
      await markContainer(session, leased, name);
      try {
        const folders = { images: `${workspace}/images`, work: `${workspace}/log` };
        await dump({ session, runtimeRoot, ...leased, ...folders, limitSeconds: 60 });
        const images = await imagesOf(host, folders.images);
        return {
          images,
          checkpoint: await readCheckpoint(images),
          processes: await procOf(host, name),
          sockets: await socketsOf(name),
        };
      } finally {
        await unmarkContainer(session, leased);
        await docker(host, 'rm', '--force', '--volumes', name);
      }
    };

    const socketsOf = async (name: string): Promise<InetSocket[]> => {
      const pid = await docker(host, 'container', 'inspect', '--format', '{{.State.Pid}}', name);
      const tables = ['tcp', 'tcp6', 'udp', 'udp6'];
      return parseSockets(
        await host.shell(
          tables.map((table) => `echo '# ${table}'; cat /proc/${pid}/net/${table}`).join('\n'),
        ),
      );
    };

    const names = workloads.map(([name]) => name);

    test.each(names)('of %s: the processes', (name) => {
      const { checkpoint, processes } = of(name);
      const read = checkpoint.processes.map(
        (each) => [each.pid, each.parent, each.session, each.name] as const,
      );
      expect([...read].sort(([one], [other]) => one - other)).toEqual(
        processes.map((each) => [each.pid, each.parent, each.session, each.name]),
      );
      expect(processes.length).toBeGreaterThan(0);
      for (const [read, real] of pairs(of(name))) {
        expect(read.user).toEqual({ real: real.user, effective: real.effectiveUser });
        expect(read.command).toEqual(real.command.map((word) => word.replaceAll('\n', ' ')));
        expect([read.program, read.workingFolder, read.root]).toEqual([
          real.program,
          real.workingFolder,
          '/',
        ]);
        expect(read.architecture).toBe('x86_64');
        expect(read.threads).toEqual([real.pid]);
      }
    });

    test.each(names)('of %s: what is open', (name) => {
      for (const [read, real] of pairs(of(name))) {
        expect(read.openFiles.map(({ number, file, shown }) => [number, linkOf(file?.kind, shown)])).toEqual(
          real.links.map(([number, target]) => [number, nameless(target)]),
        );
      }
    });

    test.each(names)('of %s: the memory map', (name) => {
      for (const [read, real] of pairs(of(name))) {
        const map = read.memoryMap.map(({ range, access, holds, offset, path }) =>
          path === undefined ? [range, access, holds === 'kernel'] : [range, access, offset, path],
        );
        expect(map).toEqual(real.maps.reduce<Line[]>(withLine, []));
        expect(read.memoryBytes).toBeGreaterThan(0);
        expect(read.memoryBytes).toBeLessThanOrEqual(real.residentBytes);
      }
    });

    test.each(names)('of %s: the sockets that listen, and connections', (name) => {
      const { checkpoint, sockets } = of(name);
      const read = heldSockets(checkpoint.processes)
        .flatMap(({ file }) => (file.kind === 'inet-socket' ? [file] : []))
        .filter(({ protocol }) => protocol === 'tcp' || protocol === 'udp')
        .map(({ protocol, local, remote, state }) => [protocol, local, remote, state === 'established']);
      const real = sockets.map(({ protocol, local, remote, state }) => [
        ...[protocol, local, remote.port === 0 ? undefined : remote, state === 'established'],
      ]);
      const text = (list: readonly unknown[]): string[] => list.map((each) => JSON.stringify(each)).sort();
      expect(text(read)).toEqual(text(real));
    });

    test.each(names)('of %s: pieces make up each file of pages', (name) => {
      const { images } = of(name);
      const pagemaps = images.names.filter((each) => each.startsWith('pagemap-'));
      const files = pagemaps.map((each) => pagesFileOf(images.bytes(each), each));
      expect(new Set(files)).toEqual(new Set(images.names.filter((each) => each.startsWith('pages-'))));
      for (const [index, file] of files.entries()) {
        const size = images.bytes(file).length;
        let end = 0;
        for (const { offset, length } of memoryPieces(images.bytes(pagemaps[index] ?? ''), size)) {
          expect(offset).toBe(end);
          end += length;
        }
        expect(end).toBe(size);
      }
    });

    test('one that has ended is there, and how', () => {
      const { checkpoint, processes } = of('many');
      const ended = checkpoint.processes.filter(({ state }) => state === 'ended');
      expect(ended.map(({ pid }) => pid)).toEqual(
        processes.filter(({ state }) => state === 'Z').map(({ pid }) => pid),
      );
      expect(ended.length).toBeGreaterThan(0);
      expect(ended[0]).toMatchObject({ exitStatus: 0, openFiles: [], memoryMap: [] });
    });

    test('mounts are those of the container', () => {
      const mounts = new Map(of('gauge').checkpoint.mounts.map((mount) => [mount.path, mount]));
      expect(mounts.get('/')).toMatchObject({ type: 'overlay' });
      expect(mounts.get('/proc')).toMatchObject({ type: 'proc' });
      expect(mounts.get('/data')).toMatchObject({ isExternal: true });
    });
  });
});

/** Those that live, each as it was read and as it was. */
function pairs({ checkpoint, processes }: Seen): (readonly [CheckpointProcess, ProcProcess])[] {
  return processes.flatMap((real) => {
    const read = checkpoint.processes.find(({ pid }) => pid === real.pid);
    return read === undefined || real.state === 'Z' ? [] : [[read, real] as const];
  });
}

/** What a descriptor's link in /proc says for each kind that has no words of its own. */
const links: Readonly<Record<string, string>> = {
  'event-counter': 'anon_inode:[eventfd]',
  epoll: 'anon_inode:[eventpoll]',
  timer: 'anon_inode:[timerfd]',
  signals: 'anon_inode:[signalfd]',
  inotify: 'anon_inode:inotify',
  fanotify: 'anon_inode:[fanotify]',
  process: 'anon_inode:[pidfd]',
  namespace: 'namespace',
  tunnel: '/dev/net/tun',
};

const linkOf = (kind: string | undefined, shown: string): string => {
  if (kind?.endsWith('-socket')) return 'socket';
  return links[kind ?? ''] ?? shown;
};

/** Sockets and namespaces without their numbers; the master of terminals by its usual name. */
const nameless = (target: string): string =>
  target
    .replace(/^socket:\[\d+\]$/, 'socket')
    .replace(/^(mnt|net|pid|uts|ipc|user|cgroup|time):\[\d+\]$/, 'namespace')
    .replace(/^\/dev\/pts\/ptmx$/, '/dev/ptmx');

type Line = [range: string, access: string, ...rest: (string | number | boolean)[]];

/** A line of /proc/PID/maps; the kernel's own pages for reading the clock are one mapping to CRIU, in whatever parts. */
function withLine(lines: Line[], text: string): Line[] {
  const [, range = '', access = '', offset = '', path = ''] =
    /^(\S+) (\S+) (\S+) \S+ \S+ *(.*)$/.exec(text) ?? [];
  const isFile = path.startsWith('/') && !/^\/(dev\/zero|SYSV)/.test(path);
  if (isFile) return [...lines, [range, access, Number.parseInt(offset, 16), path]];
  const last = lines.at(-1);
  if (path === '[vvar_vclock]' && last !== undefined) {
    const whole = `${last[0].split('-')[0]}-${range.split('-')[1]}`;
    return [...lines.slice(0, -1), [whole, access, true]];
  }
  return [...lines, [range, access, /^\[(vvar|vdso|vsyscall)\]$/.test(path)]];
}
