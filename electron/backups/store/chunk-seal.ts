/** A chunk on its way to the disk and back: known by its bytes, compressed, sealed. */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type ChunkId, maxChunkBytes } from './chunks.ts';
import type { StoreKeys } from './keys/store-keys.ts';
import { release } from './release.ts';
import { type Sealed, seal, unseal } from './seal.ts';

const asItIs = 0;
const zstd = 1;
/** Below this there is nothing to win. */
const leastCompressedBytes = 64;
/** Most chunks are not larger, and so come in one piece; a larger piece would be thrown away half empty. */
const chunkSize = 66 * 1024;
/** Used again for every chunk: they are many. */
const encoded = Buffer.alloc(1 + maxChunkBytes);

export class ChunkSeal {
  readonly #keys: StoreKeys;
  readonly #identityKey: KeyObject;

  constructor(keys: StoreKeys) {
    this.#keys = keys;
    this.#identityKey = createSecretKey(keys.identity);
  }

  /** The same bytes have the same identity in this store, and another one in every other store. */
  identify(bytes: Uint8Array): ChunkId {
    return this.#hash(bytes).toString('hex') as ChunkId;
  }

  seal(id: ChunkId, bytes: Uint8Array): Sealed {
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
    return createHmac('sha256', this.#identityKey).update(bytes).digest();
  }
}

/** Valid until the next call. */
function encode(bytes: Uint8Array): Uint8Array {
  const compressed = bytes.length < leastCompressedBytes ? bytes : compress(bytes);
  const isSmaller = compressed.length < bytes.length;
  encoded[0] = isSmaller ? zstd : asItIs;
  encoded.set(isSmaller ? compressed : bytes, 1);
  const length = 1 + Math.min(compressed.length, bytes.length);
  if (compressed !== bytes) release(compressed);
  return encoded.subarray(0, length);
}

/** zstd makes its tables as large as what it is told of. */
const compress = (bytes: Uint8Array): Uint8Array =>
  zstdCompressSync(bytes, { chunkSize, pledgedSrcSize: bytes.length });

function decode(encoded: Uint8Array): Buffer | null {
  const content = encoded.subarray(1);
  switch (encoded[0]) {
    case asItIs:
      return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    case zstd:
      return zstdDecompressSync(content, { maxOutputLength: maxChunkBytes, chunkSize });
    default:
      return null;
  }
}
