/** The bytes of an entry: a MessagePack array of what all things have, then of what its kind has. `format.md` lists them. */
import { z } from 'zod';
import type { Attributes, Content, Entry, Stamp } from './entry.ts';
import {
  checked,
  damagedNode,
  idBytes,
  identity,
  pack,
  packedBytes,
  packedName,
  unpack,
  whole,
} from './packing.ts';

export function encodeEntry(entry: Entry): Buffer {
  const { mode, uid, gid, mtimeNs } = entry;
  const seconds = mtimeNs / billion - (mtimeNs % billion < 0n ? 1n : 0n);
  const time = [Number(seconds), Number(mtimeNs - seconds * billion)];
  const extended = [...entry.extended].sort(([one], [other]) => (one < other ? -1 : 1));
  const pairs = extended.map(([key, value]) => [Buffer.from(key, 'latin1'), value]);
  return pack([
    entry.name,
    kinds.indexOf(entry.kind),
    mode,
    uid,
    gid,
    ...time,
    entry.stamp ? encodeStamp(entry.stamp) : null,
    pairs.length > 0 ? pairs : null,
    ...encodeRest(entry),
  ]);
}

/** Throws 'store-damaged' for anything that is no entry. */
export function decodeEntry(bytes: Uint8Array): Entry {
  return entryOf(unpack(bytes));
}

/** The entry that an unpacked value is. Throws 'store-damaged' when it is none. */
export function entryOf(item: unknown): Entry {
  const [name, kindNumber, mode, uid, gid, seconds, nanoseconds, stamp, pairs, ...rest] = checked(
    headSchema,
    item,
  );
  const named: Attributes & { name: Buffer } = {
    name,
    mode,
    uid,
    gid,
    mtimeNs: BigInt(seconds) * billion + BigInt(nanoseconds),
    extended: pairs === null ? none : new Map(pairs.map(([key, value]) => [key.toString('latin1'), value])),
    ...(stamp === null ? {} : { stamp: decodeStamp(stamp) }),
  };
  const kind = kinds[kindNumber];
  switch (kind) {
    case 'file': {
      const [bytes, content] = checked(fileRest, rest);
      return { ...named, kind, bytes, content: contentOf(content) };
    }
    case 'folder':
      return { ...named, kind, node: checked(folderRest, rest)[0] };
    case 'link':
    case 'hard-link':
      return { ...named, kind, target: checked(targetRest, rest)[0] };
    case 'character':
    case 'block': {
      const [major, minor] = checked(deviceRest, rest);
      return { ...named, kind, major, minor };
    }
    case 'fifo':
      return { ...named, kind };
    case undefined:
      throw damagedNode({ en: 'an entry of an unknown kind', zh: '条目类型未知' });
    default:
      return kind satisfies never;
  }
}

/** 16 bytes: inode numbers need all of their 64 bits on some file systems. */
export function encodeStamp({ ctimeNs, inode }: Stamp): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt.asIntN(64, ctimeNs), 0);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, inode), 8);
  return bytes;
}

export function decodeStamp(bytes: Buffer): Stamp {
  if (bytes.length !== 16) throw damagedNode({ en: 'a stamp of another length', zh: '时间戳长度不对' });
  return { ctimeNs: bytes.readBigInt64BE(0), inode: bytes.readBigUInt64BE(8) };
}

/** The order is part of the format. */
const kinds = ['file', 'folder', 'link', 'hard-link', 'character', 'block', 'fifo'] as const;

const billion = 1_000_000_000n;

function encodeRest(entry: Entry): unknown[] {
  switch (entry.kind) {
    case 'file':
      return [entry.bytes, encodeContent(entry.content)];
    case 'folder':
      return [entry.node === null ? null : idBytes(entry.node)];
    case 'link':
    case 'hard-link':
      return [entry.target];
    case 'character':
    case 'block':
      return [entry.major, entry.minor];
    case 'fifo':
      return [];
  }
}

function encodeContent(content: Content): unknown[] {
  if (content.in === 'layer') return [1, content.sparse, content.offset, content.archived];
  return [0, content.sparse, content.depth, content.records];
}

const contentSchema = z.union([
  z.tuple([z.literal(0), z.boolean(), whole.max(8), packedBytes]),
  z.tuple([z.literal(1), z.boolean(), whole, whole]),
]);
const headSchema = z
  .tuple([
    packedName,
    whole,
    whole,
    whole,
    whole,
    z.int(),
    whole,
    packedBytes.nullable(),
    z.array(z.tuple([packedBytes, packedBytes])).nullable(),
  ])
  .rest(z.unknown());
const fileRest = z.tuple([whole, contentSchema]);
const folderRest = z.tuple([identity.nullable()]);
const targetRest = z.tuple([packedBytes]);
const deviceRest = z.tuple([whole, whole]);

const none: ReadonlyMap<string, Buffer> = new Map();

function contentOf(content: z.output<typeof contentSchema>): Content {
  if (content[0] === 1) return { in: 'layer', sparse: content[1], offset: content[2], archived: content[3] };
  return { in: 'chunks', sparse: content[1], depth: content[2], records: content[3] };
}
