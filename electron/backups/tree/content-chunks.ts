/** Every chunk that the bytes of a file lie in, with the lists that name them. */
import type { ChunkId, ChunkReader } from '../store/chunks.ts';
import { blocksOf, idLength } from './blocks.ts';
import type { ChunkContent, FileEntry } from './entry.ts';
import { idOf } from './packing.ts';
import { isZero } from './zeros.ts';

/** Reads the lists of a file of many blocks, and no block. */
export async function* chunksOfFile(
  chunks: ChunkReader,
  { bytes, content }: FileEntry,
): AsyncGenerator<ChunkId> {
  if (content.in !== 'chunks') return;
  yield* listsIn(chunks, content.records, content.depth);
  for await (const { id } of blocksOf(chunks, { bytes, content })) yield id;
}

async function* listsIn(
  chunks: ChunkReader,
  records: ChunkContent['records'],
  depth: number,
): AsyncGenerator<ChunkId> {
  if (depth === 0) return;
  for (let at = 0; at + idLength <= records.length; at += idLength) {
    const record = records.subarray(at, at + idLength);
    if (isZero(record)) continue;
    const id = idOf(record);
    yield id;
    if (depth > 1) yield* listsIn(chunks, await chunks.read(id), depth - 1);
  }
}
