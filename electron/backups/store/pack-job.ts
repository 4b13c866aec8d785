/** Makes a pack out of chunks and brings it to the disk: the part of writing that takes a processor's time. */
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { release } from './release.ts';
import type { UnnamedBlob } from './blob-file.ts';
import type { ChunkSeal } from './chunk-seal.ts';
import type { ChunkId } from './chunks.ts';
import type { StoreKeys } from './keys/store-keys.ts';
import type { Digest } from './layout.ts';
import { type PackEntry, packEnd } from './pack.ts';

/**
 * Chunks, one after the other. The bytes are shared with the thread that makes the pack, and no longer written to.
 */
export interface PackJob {
  readonly bytes: Uint8Array;
  readonly chunks: readonly { readonly id: ChunkId; readonly offset: number; readonly length: number }[];
}

export interface MadePack extends UnnamedBlob {
  readonly entries: readonly PackEntry[];
}

const pieceBytes = 1024 * 1024;

/** Synced, read back and checked. Throws what the file system throws; then there is no file. */
export function makePack(job: PackJob, keys: StoreKeys, chunkSeal: ChunkSeal, incoming: string): MadePack {
  const file = join(incoming, randomUUID());
  try {
    const made = writePack(file, job, keys, chunkSeal);
    if (readBack(file) !== made.digest) throw new Error('the disk gives back other bytes than were written');
    return made;
  } catch (thrown) {
    rmSync(file, { force: true });
    throw thrown;
  }
}

function writePack(file: string, job: PackJob, keys: StoreKeys, chunkSeal: ChunkSeal): MadePack {
  const hash = createHash('sha256');
  const entries: PackEntry[] = [];
  let size = 0;
  const handle = openSync(file, 'wx', 0o600);
  const write = (bytes: Uint8Array) => {
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    size += bytes.length;
  };
  try {
    for (const { id, offset, length } of job.chunks) {
      const began = size;
      for (const piece of chunkSeal.seal(id, job.bytes.subarray(offset, offset + length))) {
        write(piece);
        release(piece);
      }
      entries.push({ id, offset: began, length: size - began });
    }
    for (const piece of packEnd(entries, keys)) write(piece);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return { file, digest: asDigest(hash.digest('hex')), size, entries };
}

function readBack(file: string): Digest {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceBytes);
  const handle = openSync(file, 'r');
  try {
    for (;;) {
      const length = readSync(handle, piece);
      if (length === 0) return asDigest(hash.digest('hex'));
      hash.update(piece.subarray(0, length));
    }
  } finally {
    closeSync(handle);
  }
}

function asDigest(hex: string): Digest {
  return `sha256:${hex}` as Digest;
}
