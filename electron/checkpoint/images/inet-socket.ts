/** Sockets of the internet's families. Source: CRIU's images/sk-inet.proto. */
import { parseListener, type SocketTable } from '../../hosts/listeners.ts';
import { endOf, type SocketEnd } from '../sockets.ts';
import type { Message } from './message.ts';

export interface InetSocketFile {
  readonly kind: 'inet-socket';
  /** For instance `tcp`; `protocol 132` for one without a name here. */
  readonly protocol: string;
  /** IPv6, which may carry IPv4 as well. */
  readonly isVersion6: boolean;
  /** Undefined for one that is not bound. */
  readonly local: SocketEnd | undefined;
  readonly remote: SocketEnd | undefined;
  /** As `ss` has it. Of UDP: `established` if it has a peer, otherwise `close`. */
  readonly state: string;
}

const field = {
  ...{ family: 3, type: 4, protocol: 5, state: 6, localPort: 7, remotePort: 8 },
  ...{ localAddress: 11, remoteAddress: 12 },
} as const;

/** Source: ip(7), and the kernel's include/uapi/linux/in.h. */
const protocols: Readonly<Record<number, string>> = {
  ...{ 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6', 136: 'udplite', 255: 'raw' },
};
/** Source: the kernel's include/net/tcp_states.h. */
const states = [
  ...['unknown', 'established', 'syn-sent', 'syn-received', 'fin-wait-1', 'fin-wait-2', 'time-wait'],
  ...['close', 'close-wait', 'last-ack', 'listen', 'closing', 'new-syn-received'],
];
const version6 = 10;
const rawType = 3;

export function readInetSocket(entry: Message): InetSocketFile {
  const [protocol, state] = [entry.number(field.protocol) ?? 0, entry.number(field.state) ?? 0];
  const name = protocols[protocol] ?? `protocol ${protocol}`;
  const isVersion6 = entry.number(field.family) === version6;
  const table = isVersion6 ? 'tcp6' : 'tcp';
  return {
    kind: 'inet-socket',
    protocol: entry.number(field.type) === rawType && name !== 'raw' ? `raw ${name}` : name,
    isVersion6,
    local: readEnd(entry, table, field.localAddress, field.localPort),
    remote: readEnd(entry, table, field.remoteAddress, field.remotePort),
    state: states[state] ?? `state ${state}`,
  };
}

/** CRIU keeps an address as the kernel does, and /proc/net/tcp shows it: in words of 32 bits. */
function readEnd(entry: Message, table: SocketTable, address: number, port: number): SocketEnd | undefined {
  const words = Array.from(entry.numbers(address), (word) => hex(word, 8));
  const number = entry.number(port) ?? 0;
  const listener = parseListener(table, `${words.slice(0, 4).join('')}:${hex(number, 4)}`);
  if (listener === undefined || (number === 0 && words.every((word) => /^0+$/.test(word)))) return undefined;
  return endOf(listener);
}

const hex = (number: number, digits: number): string =>
  number.toString(16).toUpperCase().padStart(digits, '0');
