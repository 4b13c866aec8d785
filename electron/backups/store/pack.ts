/** A pack: chunks one after the other, the sealed table of what lies where, the table's length, a mark. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ChunkId } from './chunks.ts';
import type { StoreKeys } from './keys/store-keys.ts';
import { seal, sealBytes, unseal } from './seal.ts';

export interface PackEntry {
  readonly id: ChunkId;
  readonly offset: number;
  readonly length: number;
}

/** A pack that has so many bytes, before they are compressed, or so many chunks, is full. */
export const fullPackBytes = 16 * 1024 * 1024;
export const fullPackChunks = 65_536;
/** Identity, offset, length. */
const entryBytes = 32 + 4 + 4;
const mark = Buffer.from('SLPACK01');
const endBytes = 4 + mark.length;
const maxTableBytes = fullPackChunks * entryBytes + sealBytes;
const aboutTable = Buffer.from('table of a pack');

/** What a pack ends with, after its chunks. */
export function packEnd(entries: readonly PackEntry[], keys: StoreKeys): Uint8Array[] {
  const table = Buffer.alloc(entries.length * entryBytes);
  let at = 0;
  for (const { id, offset, length } of entries) {
    table.write(id, at, 'hex');
    table.writeUInt32BE(offset, at + 32);
    table.writeUInt32BE(length, at + 36);
    at += entryBytes;
  }
  const sealed = Buffer.concat(seal(table, keys.table, aboutTable));
  const tableLength = Buffer.alloc(4);
  tableLength.writeUInt32BE(sealed.length);
  return [sealed, tableLength, mark];
}

/** What lies where in the pack; null when its table is not what it was. Reads no more than the table. */
export function readPackTable(file: string, keys: StoreKeys): PackEntry[] | null {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    if (size < endBytes) return null;
    const end = readExactly(handle, size - endBytes, endBytes);
    const length = end?.readUInt32BE() ?? 0;
    if (end === null || !end.subarray(4).equals(mark)) return null;
    if (length > maxTableBytes || length > size - endBytes) return null;
    const sealed = readExactly(handle, size - endBytes - length, length);
    const table = sealed && unseal(sealed, keys.table, aboutTable);
    return table && entriesOf(table, size - endBytes - length);
  } finally {
    closeSync(handle);
  }
}

function entriesOf(table: Uint8Array, chunksEnd: number): PackEntry[] | null {
  const bytes = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
  const entries: PackEntry[] = [];
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const id = bytes.toString('hex', at, at + 32) as ChunkId;
    const offset = bytes.readUInt32BE(at + 32);
    const length = bytes.readUInt32BE(at + 36);
    if (offset + length > chunksEnd) return null;
    entries.push({ id, offset, length });
  }
  return bytes.length % entryBytes === 0 ? entries : null;
}

function readExactly(handle: number, position: number, length: number): Buffer | null {
  const bytes = Buffer.alloc(length);
  return readSync(handle, bytes, 0, length, position) === length ? bytes : null;
}
