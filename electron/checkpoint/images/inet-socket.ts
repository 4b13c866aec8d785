/** Sockets of the internet's families. Source: CRIU's images/sk-inet.proto. */
import type { SocketEnd } from '../sockets.ts';
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
  return {
    kind: 'inet-socket',
    protocol: entry.number(field.type) === rawType && name !== 'raw' ? `raw ${name}` : name,
    isVersion6: entry.number(field.family) === version6,
    local: endOf(entry, field.localAddress, field.localPort),
    remote: endOf(entry, field.remoteAddress, field.remotePort),
    state: states[state] ?? `state ${state}`,
  };
}

/** CRIU keeps an address as the kernel does, in words of 32 bits, which on every supported machine are little-endian. */
function endOf(entry: Message, address: number, port: number): SocketEnd | undefined {
  const words = [...entry.numbers(address)].slice(0, 4);
  const number = entry.number(port) ?? 0;
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word % 2 ** 32, index * 4);
  if (number === 0 && bytes.every((byte) => byte === 0)) return undefined;
  return { address: textOf(bytes), port: number };
}

const version4In6 = Buffer.from('00000000000000000000ffff', 'hex');

function textOf(bytes: Buffer): string {
  if (bytes.length !== 16) return bytes.join('.');
  if (bytes.subarray(0, 12).equals(version4In6)) return bytes.subarray(12).join('.');
  const groups = bytes.toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}
