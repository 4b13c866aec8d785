/**
 * What stops a container from being dumped, each kind found and passed, with what hosts were recorded to say. The same on real
 * hosts: test/integration/blockers.test.ts.
 */
import { expect, test } from 'vitest';
import type { Subject } from '../../../electron/preflight/subject.ts';
import { container, facts, findingsOf, tool } from './facts.ts';
import { record, withInside } from './inside-facts.ts';

const link = (place: string, target: string): string => record('link', place, target);
const socket = (protocol: string, inode = 5): string[] => [
  link('107/fd/3', `socket:[${inode}]`),
  record('protocol', '107/fd/3', protocol),
];
const device = (name: string, numbers: string, kind = 'character'): string[] => [
  link('107/fd/3', name),
  record('device', '107/fd/3', `${kind} special file\t${numbers}`),
];
const gone = (target: string, links: number, bytes: number): string[] => [
  link('107/fd/3', `${target} (deleted)`),
  record('gone', '107/fd/3', `${links} ${bytes}`),
];
const namespaces = (kind: string, own: string): string[] => [
  link(`100/ns/${kind}`, `${kind}:[1]`),
  link(`107/ns/${kind}`, own),
];
const mounts = (...lines: string[]): string[] => [
  record('file', 'mountinfo', ['463 265 0:162 / / rw - overlay overlay rw', ...lines].join('\n')),
  record(
    'file',
    'state',
    JSON.stringify({ config: { mounts: [{ destination: '/data' }, { destination: '/var/run/x.sock' }] } }),
  ),
];
const data = '503 463 254:0 /volumes/data /data rw master:6 - ext4 /dev/vda rw';
const settings = (text: string): string => record('file', 'settings', text);
const tcp = (queues: string): string =>
  record(
    'table',
    'tcp',
    `  sl  local_address rem_address   st\n   0: 00000000:1B64 00000000:0000 0A ${queues} 00:00000000 00000000     0        0 5 2 x`,
  );
const netlink = (unread: number): string =>
  record(
    'table',
    'netlink',
    `sk               Eth Pid        Groups   Rmem\n005bb339e 0   68         00000000 ${unread}        0        0     2        0        5`,
  );
const peers = (...lines: string[]): string => record('table', 'peers', `Netid State\n${lines.join('\n')}`);
const unixLine = 'u_str ESTAB 0      0                * 5            * 6';
const bound = (device: string): string =>
  record(
    'table',
    'bound',
    `udp   UNCONN 0      0      0.0.0.0%${device}:68         0.0.0.0:*    ino:5 sk:1 <->`,
  );
const packet = (device: number): string =>
  record(
    'table',
    'packet',
    `sk       RefCnt Type Proto  Iface R Rmem   User   Inode\n0000 3      3    0003   ${device}     1 0      0      5`,
  );
const group = (hex: string): string =>
  record(
    'table',
    'igmp',
    `Idx\tDevice    : Count Querier\tGroup\n2\teth0      :     2      V3\n\t\t\t\t${hex}     1 0:00000000\t\t0`,
  );
const toDocker26 = (subject: Subject): Subject => ({
  ...subject,
  target: { ...subject.target, engine: { ...subject.target.engine, version: '26.1.5' } },
});
const withCriu = (version: string, subject: Subject): Subject => ({
  ...subject,
  source: {
    ...subject.source,
    facts: { ...facts, kernel: '6.1', tools: { ...facts.tools, criu: tool(version) } },
  },
});
const withOldTarget = (subject: Subject): Subject => ({
  ...subject,
  target: withCriu('4.0', { ...subject, source: subject.target }).source,
});
const exec = { pid: 200, parent: 9, name: 'sh' };
const said = (pid: number, ...command: string[]): string[] =>
  command.map((argument) => record('argument', '-', `${pid}/cmdline:${argument}`));
const terminal = [link('107/fd/0', '/dev/pts/0')];

const ids = async (subject: Subject): Promise<string[]> =>
  (await findingsOf(subject)).map(({ id, severity }) => `${severity} ${id}`);

test.each<[string, string, Subject]>([
  ['an SCTP socket', 'error socket-unsupported', withInside(socket('SCTP'))],
  ['a CAN socket', 'error socket-unsupported', withInside(socket('CAN_RAW'))],
  ['a socket for encryption', 'error socket-unsupported', withInside(socket('ALG'))],
  ['a VM socket', 'error socket-unsupported', withInside(socket('AF_VSOCK'))],
  ['multipath TCP', 'error socket-unsupported', withInside(socket('MPTCP'))],
  ['a ping socket and CRIU 4.0', 'error socket-unsupported', withCriu('4.0', withInside(socket('PING')))],
  [
    'a ping socket and CRIU 4.0 on the target',
    'error socket-unsupported',
    withOldTarget(withInside(socket('PING'))),
  ],
  [
    'a unix connection to outside',
    'error socket-outside',
    withInside([...socket('UNIX-STREAM'), peers(unixLine)]),
  ],
  [
    'a unix connection to a program of docker exec',
    'error socket-outside',
    withInside([
      ...socket('UNIX-STREAM'),
      link('300/fd/4', 'socket:[6]'),
      record('protocol', '300/fd/4', 'UNIX-STREAM'),
      peers(unixLine),
    ]),
  ],
  ['unread netlink messages', 'error netlink-unread', withInside([...socket('NETLINK'), netlink(2304)])],
  [
    'unaccepted connections',
    'error connection-unaccepted',
    withInside([...socket('TCP'), tcp('00000000:00000001')]),
  ],
  ['a socket bound to a device', 'error socket-on-device', withInside([...socket('UDP'), bound('eth0')])],
  [
    'a packet socket bound to a device',
    'error socket-on-device',
    toDocker26(withInside([...socket('PACKET'), packet(7)])),
  ],
  [
    'a tunnel',
    'error tunnel',
    withInside([...device('/dev/net/tun', 'a:c8'), record('tunnel', '107/fd/3', 'tun0')]),
  ],
  ['a multicast group', 'warning multicast-lost', withInside([group('090909EF')])],
  ['a terminal without its other side', 'error terminal-outside', withInside(terminal)],
  ['a program of docker exec', 'warning programs-left', withInside(said(200, 'sh'), exec)],
  ['a session of outside', 'error session-outside', withInside([], { session: '0\t0' })],
  ['a stopped process', 'error process-stopped', withInside([], { state: 'T (stopped)' })],
  ['a traced process', 'error traced', withInside([], { tracer: 4711 })],
  ['a mounted ramfs', 'error mount-inside', withInside(mounts('504 463 0:9 / /tmp rw - ramfs r rw'))],
  ['a mounted overlay', 'error mount-inside', withInside(mounts('504 463 0:9 / /m rw - overlay o rw'))],
  ['FUSE', 'error mount-inside', withInside(mounts('504 463 0:9 / /m rw - fuse.sshfs s rw'))],
  [
    'a disk below a bind mount',
    'error mount-inside',
    withInside(mounts(data, '505 503 254:1 / /data/disk rw - ext4 /dev/vdb rw')),
  ],
  [
    'a mount that came through propagation',
    'error mount-inside',
    withInside(mounts(data, '505 503 0:9 / /data/sub rw master:91 - tmpfs t rw')),
  ],
  ['a watchdog', 'error device-open', withInside(device('/dev/watchdog', 'a:82'))],
  ['a disk', 'error device-open', withInside(device('/dev/sda', '8:0', 'block'))],
  [
    'a mapped device',
    'error device-open',
    withInside([record('mapped', '-', '107/maps:7f00-7f01 rw-s 00000000 00:05 9       /dev/mem')]),
  ],
  ['io_uring', 'error kernel-object', withInside([link('107/fd/3', 'anon_inode:[io_uring]')])],
  [
    'io_uring that is only mapped',
    'error kernel-object',
    withInside([record('mapped', '-', '107/maps:7f00-7f01 rw-s 10000000 00:10 1 anon_inode:[io_uring]')]),
  ],
  [
    'a watch on a deleted file',
    'error watch-lost',
    withInside([record('watch', '107/fd/3', '254:0 nameless -')]),
  ],
  [
    'a watch on the image',
    'error watch-unfindable',
    withInside([...mounts(), record('watch', '107/fd/3', '0:162 sealed -')]),
  ],
  ['a large deleted file', 'error deleted-file-large', withInside(gone('/var/log/x', 0, 3_145_728))],
  ['a deleted name', 'error deleted-name', withInside(gone('/data/one', 1, 1))],
  ['a program with users of its own', 'error namespace-inside', withInside(namespaces('user', 'user:[2]'))],
  [
    'a message queue',
    'error message-queue',
    withInside([record('file', 'queues', '/proc/100/root/dev/mqueue/held\n')]),
  ],
])('%s (recorded) is found: %s', async (_, expected, subject) => {
  // What an old CRIU makes of newer images is another check's.
  expect((await ids(subject)).filter((id) => id !== 'error criu-images')).toEqual([expected]);
});

const kinds = 'TCP TCPv6 UDP UDPv6 UNIX UNIX-STREAM NETLINK PACKET RAW RAWv6 PING PINGv6'.split(' ');

test.each<[string, Subject]>([
  ...kinds.map((kind): [string, Subject] => [`a socket of the kind ${kind}`, withInside(socket(kind))]),
  ['a socket whose kind the host does not say', withInside([link('107/fd/3', 'socket:[5]')])],
  [
    'a unix connection within',
    withInside([...socket('UNIX-STREAM'), link('100/fd/4', 'socket:[6]'), peers(unixLine)]),
  ],
  [
    'a unix connection that nobody has accepted',
    withInside([...socket('UNIX-STREAM'), peers('u_str ESTAB 0 0 * 5 * 0')]),
  ],
  ['read netlink messages', withInside([...socket('NETLINK'), netlink(0)])],
  ['accepted connections', withInside([...socket('TCP'), tcp('00000000:00000000')])],
  [
    'unaccepted connections that CRIU is told to drop',
    withInside([...socket('TCP'), tcp('00000000:00000001'), settings('skip-in-flight\n')]),
  ],
  [
    'a terminal with both sides',
    withInside([...terminal, link('107/fd/5', '/dev/pts/ptmx'), record('terminal', '107/fd/5', '0')]),
  ],
  [
    'a health check',
    {
      ...withInside(said(200, '/bin/sh', '-c', 'true'), exec),
      container: { ...container, healthCommand: ['/bin/sh', '-c', 'true'] },
    },
  ],
  ['a process that ended', withInside([], { state: 'Z (zombie)' })],
  ['a mounted tmpfs', withInside(mounts('504 463 0:9 / /m rw - tmpfs t rw'))],
  ['mounts of its description', withInside(mounts(data, '506 463 0:7 /x.sock /run/x.sock rw - tmpfs t rw'))],
  [
    'a volume bound from within',
    withInside(mounts(data, '507 463 254:0 /volumes/data/a /b rw master:6 - ext4 /dev/vda rw')),
  ],
  [
    'mounts of a runtime that does not say what it made',
    withInside([mounts(data)[0] ?? '', record('file', 'state', '{')]),
  ],
  ['a socket bound to a device, before Docker 28', toDocker26(withInside([...socket('UDP'), bound('eth0')]))],
  ['a socket bound to the loopback device', withInside([...socket('UDP'), bound('lo')])],
  ['a packet socket bound to none', withInside([...socket('PACKET'), packet(0)])],
  ['a tunnel that is not attached', withInside(device('/dev/net/tun', 'a:c8'))],
  ['the group of all hosts', withInside([group('010000E0')])],
  ['a serial line', withInside(device('/dev/ttyUSB0', 'bc:0'))],
  ['the null device', withInside(device('/dev/null', '1:3'))],
  [
    'shared memory',
    withInside([record('mapped', '-', '107/maps:7f00-7f01 rw-s 00000000 00:05 9 /dev/shm/held')]),
  ],
  ['an event descriptor', withInside([link('107/fd/3', 'anon_inode:[eventfd]')])],
  ['a watch on a volume', withInside([record('watch', '107/fd/3', '254:0 named /data/watched')])],
  ['a watch that CRIU finds by looking', withInside([record('watch', '107/fd/3', '0:162 hinted /etc/x')])],
  [
    'a watch on the image and CRIU 4.3',
    withCriu('4.3', withInside([...mounts(), record('watch', '107/fd/3', '0:162 sealed -')])),
  ],
  ['a small deleted file', withInside(gone('/var/log/x', 0, 65_536))],
  [
    'a large deleted file and a higher limit',
    withInside([...gone('/var/log/x', 0, 3_145_728), settings('ghost-limit 64M\n')]),
  ],
  ['memory that looks like a deleted file', withInside(gone('/memfd:held', 0, 3_145_728))],
  ['a mount namespace', withInside(namespaces('mnt', 'mnt:[2]'))],
  [
    'a described mount whose name a terminal would take for orders',
    withInside([
      record('file', 'mountinfo', '503 463 0:9 / /mnt/水位\\040\u001b[31m rw - overlay overlay rw'),
      record(
        'file',
        'state',
        JSON.stringify({ config: { mounts: [{ destination: '/mnt/水位 \u001b[31m' }] } }),
      ),
    ]),
  ],
  ['what a program of docker exec holds', withInside([link('200/fd/3', 'anon_inode:[io_uring]')])],
])('%s (recorded) is passed', async (_, subject) => {
  expect(await ids(subject)).toEqual([]);
});

test('who holds it is named, with its number in the container and on the host', async () => {
  const [finding] = await findingsOf(withInside(socket('SCTP')));
  expect(finding?.measured).toEqual({
    en: 'SCTP: pump (process 8 in the container, 107 on the host)',
    zh: 'SCTP：pump（容器内进程号 8，主机上 107）',
  });
});

test('the remedy for a large deleted file is one that Shiplock can carry out', async () => {
  const [finding] = await findingsOf(withInside(gone('/var/log/x', 0, 200 * 1024 ** 2)));
  expect(finding).toMatchObject({ id: 'deleted-file-large', fixable: true });
  expect(finding?.remedy).toMatchObject({ en: expect.stringContaining('ghost-limit 512M') });
});
