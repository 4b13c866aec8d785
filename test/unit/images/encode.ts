/** Images of CRIU, made for tests: messages from their fields by number, and files from messages. */
import type { ImageFiles } from '../../../electron/checkpoint/images/image-files.ts';

/** What a field holds: a number, text, bytes, a message, or several of these one after the other. */
type Value = number | bigint | string | Buffer | Fields | readonly Value[];
export interface Fields {
  readonly [field: number]: Value | undefined;
}

export function message(fields: Fields): Buffer {
  return Buffer.concat(Object.entries(fields).flatMap(([field, value]) => encoded(Number(field), value)));
}

function encoded(field: number, value: Value | undefined): Buffer[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((each: Value) => encoded(field, each));
  if (typeof value === 'number' || typeof value === 'bigint')
    return [varint(BigInt(field) << 3n), varint(BigInt(value))];
  const bytes = typeof value === 'string' ? Buffer.from(value) : partOf(value as Buffer | Fields);
  return [varint((BigInt(field) << 3n) | 2n), varint(BigInt(bytes.length)), bytes];
}

const partOf = (value: Buffer | Fields): Buffer => (Buffer.isBuffer(value) ? value : message(value));

export function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** From CRIU's criu/include/magic.h. */
const sharedMagic = 0x54564319;
export const magic = {
  ...{ inventory: 0x58313116, pstree: 0x50273030, core: 0x55053847, ids: 0x54432030, mm: 0x57492820 },
  ...{ pagemap: 0x56084025, files: 0x56303138, fdinfo: 0x56213732, fs: 0x51403912, mountpoints: 0x55563928 },
  ...{ 'remap-fpath': 0x59133954, 'tty-info': 0x59453036, memfd: 0x48453499 },
} as const;

/** `name`: as `core-1`; its first word says what kind it is. */
export function image(name: string, ...entries: readonly (Fields | Buffer)[]): Buffer {
  const kind = Object.keys(magic).find((each) => name === each || name.startsWith(`${each}-`));
  const own = word(magic[(kind ?? '') as keyof typeof magic]);
  const head = kind === 'inventory' ? [own] : [word(sharedMagic), own];
  return Buffer.concat([...head, ...entries.map(entry)]);
}

/** To be put behind an image. */
export function entry(fields: Fields | Buffer): Buffer {
  const bytes = partOf(fields);
  return Buffer.concat([word(bytes.length), bytes]);
}

/** Checkpoint images in memory. */
export function inMemory(files: Readonly<Record<string, Buffer>>, parent?: ImageFiles): ImageFiles {
  const find = (name: string): Buffer | undefined => (Object.hasOwn(files, name) ? files[name] : undefined);
  return {
    size: async (name) => find(name)?.length,
    readRange: async (name, offset, length) => {
      if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || length > 1 << 28)
        throw new RangeError(`no file has ${length} bytes at ${offset}`);
      return find(name)?.subarray(offset, offset + length) ?? Buffer.alloc(0);
    },
    parent,
  };
}
