/**
 * The bytes of a node: one page of a folder's entries, or a page that lists pages. A page is a MessagePack array of the
 * format's version, the page's level (0 for entries) and its items in the order of their names.
 */
import { z } from 'zod';
import type { ChunkId } from '../store/chunks.ts';
import type { Entry } from './entry.ts';
import { entryOf } from './entry-bytes.ts';
import { checked, idBytes, identity, pack, packedName, unpack, whole } from './packing.ts';

const version = 1;

/** A page one level down: the first name in it, and its chunk. */
export interface PageReference {
  readonly first: Buffer;
  readonly id: ChunkId;
}

export type Page = EntriesPage | { readonly level: number; readonly pages: readonly PageReference[] };

/** Its entries are taken apart when they are asked for: of a page, mostly one is. */
export interface EntriesPage {
  readonly level: 0;
  readonly names: readonly Buffer[];
  /** The entry of the name at this place. Throws 'store-damaged' when it is none. */
  entry(at: number): Entry;
}

export function encodeReference({ first, id }: PageReference): Buffer {
  return pack([first, idBytes(id)]);
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
  const [, level, items] = checked(pageSchema, unpack(bytes));
  if (level > 0) return { level, pages: items.map(referenceOf) };
  return { level: 0, names: items.map(nameOf), entry: (at) => entryOf(items[at]) };
}

const pageSchema = z.tuple([z.literal(version), whole.max(16), z.array(z.unknown())]);
const referenceSchema = z.tuple([packedName, identity]);

function nameOf(item: unknown): Buffer {
  return checked(packedName, Array.isArray(item) ? item[0] : undefined);
}

function referenceOf(item: unknown): PageReference {
  const [first, id] = checked(referenceSchema, item);
  return { first, id };
}
