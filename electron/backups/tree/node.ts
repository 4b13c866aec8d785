/**
 * The bytes of a node: one page of a folder's entries, or a page that lists pages. A page is a MessagePack array of the
 * format's version, the page's level (0 for entries) and its items in the order of their names.
 */
import { Decoder, Encoder } from '@msgpack/msgpack';
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import type { ChunkId } from '../store/chunks.ts';
import type { Attributes, Content, Entry, Stamp } from './entry.ts';
import { asBuffer, isName } from './path.ts';

const version = 1;

/** A page one level down: the first name in it, and its chunk. */
export interface PageReference {
  readonly first: Buffer;
  readonly id: ChunkId;
}

export type Page =
  | { readonly level: 0; readonly entries: readonly Entry[] }
  | { readonly level: number; readonly pages: readonly PageReference[] };

export function encodeEntry(entry: Entry): Buffer {
  const { mode, uid, gid, mtimeNs } = entry;
  const seconds = mtimeNs / billion - (mtimeNs % billion < 0n ? 1n : 0n);
  const time = [Number(seconds), Number(mtimeNs - seconds * billion)];
  const extended = [...entry.extended].sort(([one], [other]) => (one < other ? -1 : 1));
  const pairs = extended.map(([key, value]) => [Buffer.from(key, 'latin1'), value]);
  return encode([
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
  return entryOf(decode(bytes));
}

export function encodeReference({ first, id }: PageReference): Buffer {
  return encode([first, idBytes(id)]);
}

/** A page of items that are encoded already. */
export function encodePage(level: number, items: readonly Buffer[]): Buffer {
  // An array of three; then, after version and level, an array with a count of 32 bits.
  const head = Buffer.from([0x93, version, level, 0xdd, 0, 0, 0, 0]);
  head.writeUInt32BE(items.length, 4);
  return Buffer.concat([head, ...items]);
}

/** The bytes that `encodePage` adds to those of the items. */
export const pageHeadBytes = 8;

/** Throws 'store-damaged' for anything that is no page. */
export function decodePage(bytes: Uint8Array): Page {
  const page = checked(pageSchema, decode(bytes));
  const [, level, items] = page;
  if (level === 0) return { level: 0, entries: items.map(entryOf) };
  return { level, pages: items.map(referenceOf) };
}

/** 16 bytes: inode numbers need all of their 64 bits on some file systems. */
export function encodeStamp({ ctimeNs, inode }: Stamp): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt.asIntN(64, ctimeNs), 0);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, inode), 8);
  return bytes;
}

export function decodeStamp(bytes: Buffer): Stamp {
  if (bytes.length !== 16) throw damagedNode('a stamp of another length');
  return { ctimeNs: bytes.readBigInt64BE(0), inode: bytes.readBigUInt64BE(8) };
}

/** The 32 bytes of an identity. */
export function idBytes(id: ChunkId): Buffer {
  return Buffer.from(id, 'hex');
}

export function idOf(bytes: Uint8Array): ChunkId {
  return asBuffer(bytes).toString('hex') as ChunkId;
}

export function damagedNode(why: string): ShiplockError {
  return new ShiplockError(
    'store-damaged',
    `A folder's list in the store is not in the form of one: ${why}.`,
    {
      state: 'Nothing was changed.',
      remedy: 'Verify the store. A newer Shiplock may have written it: use that one.',
    },
  );
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

const encoder = new Encoder();
const decoder = new Decoder();

/** A copy, from Node's pool of small buffers: memory of its own for each entry would be freed late. */
function encode(value: unknown): Buffer {
  return Buffer.from(encoder.encodeSharedRef(value));
}

function decode(bytes: Uint8Array): unknown {
  try {
    return decoder.decode(bytes);
  } catch (thrown) {
    throw damagedNode(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

const buffer = z.instanceof(Uint8Array).transform(asBuffer);
const whole = z.int().nonnegative();
const identity = buffer
  .refine((bytes) => bytes.length === 32, 'an identity of another length')
  .transform(idOf);
const name = buffer.refine((bytes) => bytes.length === 0 || isName(bytes), 'a name that no folder can have');

const pageSchema = z.tuple([z.literal(version), whole.max(16), z.array(z.unknown())]);
const referenceSchema = z.tuple([name, identity]);
const contentSchema = z.union([
  z.tuple([z.literal(0), z.boolean(), whole.max(8), buffer]),
  z.tuple([z.literal(1), z.boolean(), whole, whole]),
]);
const headSchema = z
  .tuple([
    name,
    whole,
    whole,
    whole,
    whole,
    z.int(),
    whole,
    buffer.nullable(),
    z.array(z.tuple([buffer, buffer])).nullable(),
  ])
  .rest(z.unknown());
const fileRest = z.tuple([whole, contentSchema]);
const folderRest = z.tuple([identity.nullable()]);
const targetRest = z.tuple([buffer]);
const deviceRest = z.tuple([whole, whole]);

function referenceOf(item: unknown): PageReference {
  const [first, id] = checked(referenceSchema, item);
  return { first, id };
}

function entryOf(item: unknown): Entry {
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
      throw damagedNode('an entry of an unknown kind');
    default:
      return kind satisfies never;
  }
}

const none: ReadonlyMap<string, Buffer> = new Map();

function contentOf(content: z.output<typeof contentSchema>): Content {
  if (content[0] === 1) return { in: 'layer', sparse: content[1], offset: content[2], archived: content[3] };
  return { in: 'chunks', sparse: content[1], depth: content[2], records: content[3] };
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw damagedNode(z.prettifyError(result.error));
}
