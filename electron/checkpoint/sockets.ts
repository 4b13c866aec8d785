/** Sockets of a container's network namespace, as /proc/PID/net/{tcp,tcp6,udp,udp6} lists them. */

export interface InetSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  readonly state: 'established' | 'listening' | 'other';
}

/** `table` is the four files' text, each preceded by a line `# tcp`, `# tcp6`, `# udp` or `# udp6`. */
export function parseSockets(table: string): InetSocket[] {
  let protocol: InetSocket['protocol'] = 'tcp';
  const sockets: InetSocket[] = [];
  for (const line of table.split('\n')) {
    const heading = /^# (tcp|udp)6?$/.exec(line);
    if (heading) protocol = heading[1] as InetSocket['protocol'];
    const entry = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]{2}) /.exec(line);
    if (!entry) continue;
    const [, localAddress = '', localPort = '', remoteAddress = '', remotePort = '', state = ''] = entry;
    sockets.push({
      protocol,
      local: { address: decodeAddress(localAddress), port: Number.parseInt(localPort, 16) },
      remote: { address: decodeAddress(remoteAddress), port: Number.parseInt(remotePort, 16) },
      state: stateOf(protocol, state),
    });
  }
  return sockets;
}

/** From the kernel's include/net/tcp_states.h; an unconnected UDP socket shows as 07. */
function stateOf(protocol: InetSocket['protocol'], state: string): InetSocket['state'] {
  if (protocol === 'udp') return state === '01' ? 'established' : 'listening';
  if (state === '0A') return 'listening';
  return state === '01' || state === '08' ? 'established' : 'other';
}

/** The kernel prints each 32-bit word in the machine's byte order, which is little-endian wherever Shiplock runs. */
function decodeAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex')].reverse());
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (mapped) return bytes.slice(12).join('.');
  const words = Array.from(
    { length: 8 },
    (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0),
  );
  return words.map((word) => word.toString(16)).join(':');
}

export const isLoopback = (address: string): boolean =>
  address.startsWith('127.') || address === '0:0:0:0:0:0:0:1';
export const isUnspecified = (address: string): boolean =>
  address === '0.0.0.0' || address === '0:0:0:0:0:0:0:0';
