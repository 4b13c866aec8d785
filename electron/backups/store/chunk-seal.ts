/** A chunk on its way to the disk and back: known by its bytes, compressed, sealed. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type ChunkId, maxChunkBytes } from './chunks.ts';
import type { StoreKeys } from './keys/store-keys.ts';
import { seal, unseal } from './seal.ts';

const asItIs = 0;
const zstd = 1;
/** Below this there is nothing to win. */
const leastCompressedBytes = 64;

export class ChunkSeal {
  readonly #keys: StoreKeys;

  constructor(keys: StoreKeys) {
    this.#keys = keys;
  }

  /** The same bytes have the same identity in this store, and another one in every other store. */
  identify(bytes: Uint8Array): ChunkId {
    return this.#hash(bytes).toString('hex') as ChunkId;
  }

  seal(id: ChunkId, bytes: Uint8Array): Uint8Array {
    return seal(encode(bytes), this.#keys.chunk, Buffer.from(id, 'hex'));
  }

  /** Null when this is not the chunk with that identity, whole. */
  open(id: ChunkId, sealed: Uint8Array): Buffer | null {
    const about = Buffer.from(id, 'hex');
    const encoded = unseal(sealed, this.#keys.chunk, about);
    const bytes = encoded === null ? null : decode(encoded);
    return bytes !== null && timingSafeEqual(this.#hash(bytes), about) ? bytes : null;
  }

  #hash(bytes: Uint8Array): Buffer {
    return createHmac('sha256', this.#keys.identity).update(bytes).digest();
  }
}

function encode(bytes: Uint8Array): Uint8Array {
  if (bytes.length >= leastCompressedBytes) {
    const compressed = zstdCompressSync(bytes);
    if (compressed.length < bytes.length) return Buffer.concat([Uint8Array.of(zstd), compressed]);
  }
  return Buffer.concat([Uint8Array.of(asItIs), bytes]);
}

function decode(encoded: Uint8Array): Buffer | null {
  const content = encoded.subarray(1);
  switch (encoded[0]) {
    case asItIs:
      return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    case zstd:
      return zstdDecompressSync(content, { maxOutputLength: maxChunkBytes });
    default:
      return null;
  }
}
