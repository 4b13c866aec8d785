/** A pack: chunks one after the other, the sealed table of what lies where, the table's length, a mark. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type ChunkId, maxChunkBytes } from './chunks.ts';
import type { StoreKeys } from './keys/store-keys.ts';
import { type Sealed, seal, sealBytes, unseal } from './seal.ts';

export interface PackEntry {
  readonly id: ChunkId;
  readonly offset: number;
  readonly length: number;
}

/** A pack that has reached so many bytes, or so many chunks, is full. */
const fullBytes = 16 * 1024 * 1024;
const fullChunks = 65_536;
/** Identity, offset, length. */
const entryBytes = 32 + 4 + 4;
const mark = Buffer.from('SLPACK01');
const endBytes = 4 + mark.length;
const maxTableBytes = fullChunks * entryBytes + sealBytes;
const aboutTable = Buffer.from('table of a pack');

/** A pack that is being filled, in memory. */
export class PackBuilder {
  readonly #buffer = Buffer.allocUnsafeSlow(fullBytes + maxChunkBytes + 1024);
  readonly #entries = new Map<ChunkId, PackEntry>();
  #size = 0;

  get isFull(): boolean {
    return this.#size >= fullBytes || this.#entries.size >= fullChunks;
  }

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  get entries(): Iterable<PackEntry> {
    return this.#entries.values();
  }

  add(id: ChunkId, [header, message]: Sealed): void {
    const length = header.length + message.length;
    this.#buffer.set(header, this.#size);
    this.#buffer.set(message, this.#size + header.length);
    this.#entries.set(id, { id, offset: this.#size, length });
    this.#size += length;
  }

  /** The sealed chunk; undefined when it is not in this pack. */
  find(id: ChunkId): Uint8Array | undefined {
    const entry = this.#entries.get(id);
    return entry && this.#buffer.subarray(entry.offset, entry.offset + entry.length);
  }

  /** The pack's bytes, in the order in which they are written. */
  finish(keys: StoreKeys): Uint8Array[] {
    const table = Buffer.alloc(this.#entries.size * entryBytes);
    let at = 0;
    for (const { id, offset, length } of this.#entries.values()) {
      table.write(id, at, 'hex');
      table.writeUInt32BE(offset, at + 32);
      table.writeUInt32BE(length, at + 36);
      at += entryBytes;
    }
    const sealed = Buffer.concat(seal(table, keys.table, aboutTable));
    const tableLength = Buffer.alloc(4);
    tableLength.writeUInt32BE(sealed.length);
    return [this.#buffer.subarray(0, this.#size), sealed, tableLength, mark];
  }
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
