/** What the kernel's tables tell about the sockets in a container's network namespace. */
import { isIPv6 } from 'node:net';
import { wholeNumber } from '../hosts/whole-number.ts';
import { type InsideRecord, textOf } from './inside-records.ts';

export interface NetworkTables {
  /** Of unix sockets: the inode of the one at the other end. */
  readonly peers: ReadonlyMap<number, number>;
  /** Inodes of netlink sockets with messages that nobody has read. */
  readonly unread: ReadonlySet<number>;
  /** TCP ports with connections that nobody has accepted, by the inode of the socket that listens. */
  readonly unaccepted: ReadonlyMap<number, number>;
  /** The network device that a socket is bound to, by its inode: by its name, or, for a packet socket, by its number. */
  readonly boundTo: ReadonlyMap<number, string | number>;
  /** Multicast groups that programs have joined. */
  readonly groups: readonly string[];
}

export function readNetworkTables(records: readonly InsideRecord[]): NetworkTables {
  const table = (name: string): string => textOf(records, 'table', name);
  return {
    peers: readPeers(table('peers')),
    unread: readUnread(table('netlink')),
    unaccepted: readUnaccepted(records),
    boundTo: new Map<number, string | number>([
      ...readBound(table('bound')),
      ...readPackets(table('packet')),
    ]),
    groups: [...readGroups(table('igmp')), ...readGroups6(table('igmp6'))],
  };
}

/** Lines of `ss -xan`: u_str ESTAB 0 0 NAME INODE NAME INODE. A name may hold spaces; an end that is not there is 0. */
function readPeers(table: string): Map<number, number> {
  const peers = new Map<number, number>();
  for (const line of table.split('\n')) {
    const [, near, far] = /^u_(?:str|dgr|seq) .* (\d+) +\* (\d+)\s*$/.exec(line) ?? [];
    const [inode, peer] = [wholeNumber(near), wholeNumber(far)];
    if (inode !== undefined && peer !== undefined && peer !== 0) peers.set(inode, peer);
  }
  return peers;
}

/** /proc/PID/net/netlink: the fifth column is what waits to be read, the last is the inode. */
function readUnread(table: string): Set<number> {
  const unread = table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [waiting, inode] = [wholeNumber(fields[4]), wholeNumber(fields[9])];
    return waiting === undefined || waiting === 0 || inode === undefined ? [] : [inode];
  });
  return new Set(unread);
}

/** /proc/PID/net/tcp: of a socket that listens (0A), the second figure of the fifth column is how many wait. */
function readUnaccepted(records: readonly InsideRecord[]): Map<number, number> {
  const waiting = new Map<number, number>();
  for (const table of ['tcp', 'tcp6']) {
    for (const line of textOf(records, 'table', table).split('\n')) {
      const fields = line.trim().split(/\s+/);
      const [, local, , state, queues] = fields;
      const [, port] = /:([0-9A-F]{4})$/.exec(local ?? '') ?? [];
      const inode = wholeNumber(fields[9]);
      if (state !== '0A' || port === undefined || inode === undefined) continue;
      if (/:0*[1-9A-F][0-9A-F]*$/.test(queues ?? '')) waiting.set(inode, Number.parseInt(port, 16));
    }
  }
  return waiting;
}

/** Lines of `ss -tuwane`: udp UNCONN 0 0 0.0.0.0%eth0:68 0.0.0.0:* ino:5 sk:… The loopback device is the same everywhere. */
function readBound(table: string): (readonly [number, string])[] {
  return table.split('\n').flatMap((line) => {
    const [, device] = /^(?:\S+ +){4}\S*%([\w.-]{1,15})\]?:/.exec(line) ?? [];
    const inode = wholeNumber(/ ino:(\d+)/.exec(line)?.[1]);
    return device === undefined || device === 'lo' || inode === undefined ? [] : [[inode, device] as const];
  });
}

const loopbackIndex = 1;

/** /proc/PID/net/packet: the fifth column is the device's number, 0 for none; the ninth is the inode. */
function readPackets(table: string): (readonly [number, number])[] {
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [device, inode] = [wholeNumber(fields[4]), wholeNumber(fields[8])];
    if (device === undefined || inode === undefined || device === 0 || device === loopbackIndex) return [];
    return [[inode, device] as const];
  });
}

/** /proc/PID/net/igmp: the groups of each device on lines of their own, in the machine's byte order. Every host is in 224.0.0.1. */
function readGroups(table: string): string[] {
  const groups = [...table.matchAll(/^\s+([0-9A-F]{8})\s/gm)].map(([, group = '']) =>
    [...Buffer.from(group, 'hex').swap32()].join('.'),
  );
  return [...new Set(groups)].filter((group) => group !== '224.0.0.1');
}

/** /proc/PID/net/igmp6. The kernel itself joins the groups of all nodes and those of its own addresses. */
function readGroups6(table: string): string[] {
  const groups = [...table.matchAll(/^\d+\s+\S+\s+([0-9a-f]{32})\s/gm)].map(
    ([, group = '']) => group.match(/.{4}/g)?.join(':') ?? '',
  );
  return [...new Set(groups)].filter(
    (group) => isIPv6(group) && !/^ff0[12](:0000){6}:0001$|^ff02(:0000){4}:0001:ff/.test(group),
  );
}
