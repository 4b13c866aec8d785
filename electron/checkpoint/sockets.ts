/** Sockets of a container's network namespace, as /proc/PID/net/{tcp,tcp6,udp,udp6} lists them. */
import { parseListener, type SocketTable, socketTables } from '../hosts/listeners.ts';

export interface SocketEnd {
  /** In its shortest form; an IPv4 address also where the socket is an IPv6 one. */
  readonly address: string;
  readonly port: number;
}

export interface InetSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly local: SocketEnd;
  readonly remote: SocketEnd;
  readonly state: 'established' | 'listening' | 'other';
}

/** `text` is the four files' text, each preceded by a line `# tcp`, `# tcp6`, `# udp` or `# udp6`. */
export function parseSockets(text: string): InetSocket[] {
  let table: SocketTable = 'tcp';
  return text.split('\n').flatMap((line) => {
    table = socketTables.find((name) => line === `# ${name}`) ?? table;
    const [, localEnd = '', remoteEnd = '', state = ''] =
      /^\s*\d+: (\S+) (\S+) ([0-9A-F]{2}) /.exec(line) ?? [];
    const [local, remote] = [parseListener(table, localEnd), parseListener(table, remoteEnd)];
    if (local === undefined || remote === undefined) return [];
    const { protocol } = local;
    return [{ protocol, local: endOf(local), remote: endOf(remote), state: stateOf(protocol, state) }];
  });
}

/** From the kernel's include/net/tcp_states.h; an unconnected UDP socket shows as 07. */
function stateOf(protocol: InetSocket['protocol'], state: string): InetSocket['state'] {
  if (protocol === 'udp') return state === '01' ? 'established' : 'listening';
  if (state === '0A') return 'listening';
  return state === '01' || state === '08' ? 'established' : 'other';
}

/** With an IPv4 address inside an IPv6 one by itself; a URL's parser shortens it to this: ::ffff:7f00:1 is 127.0.0.1. */
export function endOf({ address, port }: SocketEnd): SocketEnd {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return { address, port };
  const words = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return { address: words.flatMap((word) => [word >> 8, word & 255]).join('.'), port };
}

export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';
export const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::';
