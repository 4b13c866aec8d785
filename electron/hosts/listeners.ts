/** The kernel's tables of sockets, as text. */

export const socketTables = ['tcp', 'tcp6', 'udp', 'udp6'] as const;
export type SocketTable = (typeof socketTables)[number];

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  /** For instance `127.0.0.1`, `::1`; `0.0.0.0` and `::` stand for every address of the host. */
  readonly address: string;
  readonly port: number;
}

/** One socket as `/proc/net` writes it, for instance `0100007F:0016`; undefined for anything else. */
export function parseListener(table: SocketTable, socket: string): Listener | undefined {
  const [, addressHex, portHex] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(socket) ?? [];
  if (addressHex === undefined || portHex === undefined) return undefined;
  const bytes = inNetworkOrder(Buffer.from(addressHex, 'hex'));
  const isVersion6 = table.endsWith('6');
  if (bytes.length !== (isVersion6 ? 16 : 4)) return undefined;
  return {
    protocol: table.startsWith('tcp') ? 'tcp' : 'udp',
    address: isVersion6 ? version6(bytes) : bytes.join('.'),
    port: Number.parseInt(portHex, 16),
  };
}

/** The kernel prints addresses as 32-bit words in the machine's own order, which on every supported one is little-endian. */
function inNetworkOrder(words: Buffer): Buffer {
  return Buffer.from(words).swap32();
}

/** In its shortest form, which is what a URL's parser makes of it. */
function version6(bytes: Buffer): string {
  const groups = bytes.toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}
