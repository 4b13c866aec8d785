/**
 * What CRIU can dump and restore, as far as its versions from 3.17 on differ or its refusals matter to a container. Measured:
 * CRIU 4.2.1 of Debian on kernel 6.18, Docker 26.1.5, with `test/edge/workloads/hold.c`.
 */
import { isAtLeast } from './versions.ts';

export interface Support {
  /** The first version of CRIU that carries it; none: every version from 3.17 on. */
  readonly from?: string;
  /** An issue, a release note, or how it was measured. */
  readonly source: string;
}

/** Sockets by the kernel's names for them; every other kind is refused. */
export const carriedSockets = table([
  { names: 'TCP TCPv6 UDP UDPv6 UDP-Lite UDPLITEv6', source: 'measured' },
  { names: 'UNIX UNIX-STREAM NETLINK PACKET', source: 'measured' },
  { names: 'RAW RAWv6', source: 'measured; CRIU 3.12, release notes' },
  { names: 'PING PINGv6', from: '4.1', source: 'measured; CRIU pull request 2558; 4.0 refuses: issue 2557' },
]);

/** Objects of the kernel's own by what their links in /proc say; every other kind is refused, BPF maps by Debian's build. */
export const carriedObjects = table([
  { names: '[eventfd] [eventpoll] [signalfd] [timerfd]', source: 'measured' },
  { names: 'inotify [fanotify]', source: 'measured' },
  { names: '[pidfd]', from: '4.1', source: 'measured; CRIU pull request 2449' },
]);

/** Watches on files of an overlay file system: CRIU pull request 3043, merged after 4.2.1, which refuses (measured). */
export const watchesOnOverlay: Support = { from: '4.3', source: 'CRIU pull request 3043' };

/** File systems that CRIU mounts again by itself: its table in criu/filesystems.c. FUSE is in it, to be refused. */
export const carriedFileSystems: ReadonlySet<string> = new Set([
  ...['proc', 'sysfs', 'devtmpfs', 'tmpfs', 'devpts', 'mqueue', 'cgroup', 'cgroup2', 'debugfs', 'tracefs'],
  ...['securityfs', 'fusectl', 'pstore', 'binfmt_misc', 'autofs', 'simfs', 'aufs'],
]);

/** Major numbers of character devices that are terminals: the kernel's devices.txt, CRIU's criu/tty.c. */
const terminalMajors = new Set([4, 5, 136, 137, 138, 139, 140, 141, 142, 143, 188, 204]);
const memoryMajor = 1;
const miscMajor = 10;
/** autofs and TUN. */
const carriedMisc = new Set([235, 200]);

/** As CRIU decides in criu/files.c; TUN and the memory devices measured. */
export function carriesDevice(kind: 'character' | 'block', major: number, minor: number): boolean {
  if (kind === 'block') return false;
  if (major === memoryMajor || terminalMajors.has(major)) return true;
  return major === miscMajor && carriedMisc.has(minor);
}

/** By CRIU of all these versions. An unknown one counts as new enough: that CRIU is missing is another finding. */
export const isCarried = (
  support: Support | undefined,
  versions: readonly (string | undefined)[],
): support is Support =>
  support !== undefined &&
  versions.every(
    (version) => support.from === undefined || version === undefined || isAtLeast(version, support.from),
  );

interface Row extends Support {
  /** Separated by spaces. */
  readonly names: string;
}

function table(rows: readonly Row[]): ReadonlyMap<string, Support> {
  return new Map(rows.flatMap(({ names, ...support }) => names.split(' ').map((name) => [name, support])));
}
