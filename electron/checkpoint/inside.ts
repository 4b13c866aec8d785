/**
 * What the processes of a running container hold: sockets, files, devices, namespaces, mounts. Only what is seen, whatever a
 * checkpoint makes of it.
 */
import { readFileSync } from 'node:fs';
import { printable } from '../../shared/printable.ts';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';
import { type CriuSettings, readCriuSettings } from './criu-settings.ts';
import { type OpenThings, readOpenThings } from './inside-files.ts';
import { type MountPoint, readMounts } from './inside-mounts.ts';
import { type Process, readProcesses } from './inside-processes.ts';
import { type InsideRecord, readRecords, textOf } from './inside-records.ts';

const script = readFileSync(new URL('./inside.sh', import.meta.url), 'utf8');
const program = readFileSync(new URL('./inside.pl', import.meta.url), 'utf8');

const timeoutMs = 30_000;

export interface Inside extends OpenThings {
  /** Also those that were put in from outside. */
  readonly processes: readonly Process[];
  /** Of unix sockets: the inode of the one at the other end. */
  readonly peers: ReadonlyMap<number, number>;
  /** Inodes of netlink sockets with messages that nobody has read. */
  readonly unread: ReadonlySet<number>;
  /** TCP ports with connections that nobody has accepted, by the inode of the socket that listens. */
  readonly unaccepted: ReadonlyMap<number, number>;
  /** POSIX message queues. */
  readonly queues: readonly string[];
  readonly mounts: readonly MountPoint[];
  readonly settings: CriuSettings;
}

/** A container that does not run (`pid` 0) holds nothing. Changes nothing on the host, and nothing waits for it. */
export async function lookInside(
  session: Session,
  runtimeRoot: string,
  { id, pid }: { readonly id: string; readonly pid: number },
): Promise<Inside> {
  if (pid === 0) return parseInside('', 0);
  const args = [runtimeRoot, id, String(pid), program];
  const { stdout } = await session.script('inside', script, args, { timeoutMs });
  return parseInside(stdout, pid);
}

/** The output of `inside.sh` for a container whose first process has that number on the host. */
export function parseInside(output: string, pid: number): Inside {
  const records = readRecords(output);
  return {
    processes: readProcesses(records, pid),
    ...readOpenThings(records),
    peers: readPeers(textOf(records, 'table', 'peers')),
    unread: readUnread(textOf(records, 'table', 'netlink')),
    unaccepted: readUnaccepted(records),
    queues: readQueues(textOf(records, 'file', 'queues')),
    mounts: readMounts(records),
    settings: readCriuSettings(textOf(records, 'file', 'settings')),
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

const maxQueues = 100;

const readQueues = (text: string): string[] =>
  text
    .split('\n')
    .filter((path) => path !== '')
    .slice(0, maxQueues)
    .map((path) => printable(path.replace(/^.*\//, '')).slice(0, 64));
