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

export type Page =
  | { readonly level: 0; readonly entries: readonly Entry[] }
  | { readonly level: number; readonly pages: readonly PageReference[] };

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
  const page = checked(pageSchema, unpack(bytes));
  const [, level, items] = page;
  if (level === 0) return { level: 0, entries: items.map(entryOf) };
  return { level, pages: items.map(referenceOf) };
}

const pageSchema = z.tuple([z.literal(version), whole.max(16), z.array(z.unknown())]);
const referenceSchema = z.tuple([packedName, identity]);

function referenceOf(item: unknown): PageReference {
  const [first, id] = checked(referenceSchema, item);
  return { first, id };
}
