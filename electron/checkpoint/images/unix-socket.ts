/** Sockets between processes of one host. Source: CRIU's images/sk-unix.proto. */
import type { Message } from './message.ts';
import { printable } from '../../../shared/printable.ts';

export interface UnixSocketFile {
  readonly kind: 'unix-socket';
  readonly type: string;
  /** A path; with `@` before it, a name that is no file; empty: none. */
  readonly name: string;
  /** As `ss` has it. */
  readonly state: string;
  /** By its number, and that of the other end: 0 when there is none. */
  readonly inode: number;
  readonly peer: number;
}

const field = { inode: 2, type: 3, state: 4, peer: 8, name: 11 } as const;
const types: Readonly<Record<number, string>> = { 1: 'stream', 2: 'datagram', 5: 'seqpacket' };
/** The same numbers as TCP's. */
const states: Readonly<Record<number, string>> = { 1: 'established', 7: 'unconnected', 10: 'listen' };

export function readUnixSocket(entry: Message): UnixSocketFile {
  const [type, state] = [entry.number(field.type) ?? 0, entry.number(field.state) ?? 0];
  return {
    kind: 'unix-socket',
    type: types[type] ?? `type ${type}`,
    name: nameOf(entry.bytes(field.name)),
    state: states[state] ?? `state ${state}`,
    inode: entry.number(field.inode) ?? 0,
    peer: entry.number(field.peer) ?? 0,
  };
}

/** What sockaddr_un holds: no more than 108 bytes, a path up to its end of text, or such a name after a zero. */
function nameOf(bytes: Buffer | undefined): string {
  const text = (bytes ?? Buffer.alloc(0)).toString('utf8', 0, 108);
  if (text.startsWith('\0'))
    return text.length === 1 ? '' : `@${printable(text.replaceAll('\0', '@').slice(1))}`;
  return printable(text.split('\0', 1)[0] ?? '');
}
