/** Reads a chunk out of a pack, and nothing else of that pack. */
import { open } from 'node:fs/promises';
import type { ChunkId } from './chunks.ts';
import { damaged } from './failure.ts';
import type { ChunkPlace } from './index/blobs.ts';
import type { StoreParts } from './parts.ts';

/**
 * The chunk's bytes, checked, from the first of its packs that still has them. Throws 'store-damaged', which names the
 * chunk and the packs.
 */
export async function readChunk(parts: StoreParts, id: ChunkId): Promise<Buffer> {
  const places = parts.blobs.find(id);
  const failures: string[] = [];
  for (const place of places) {
    try {
      const bytes = parts.chunkSeal.open(id, await readSealed(parts, place));
      if (bytes !== null) return bytes;
      failures.push(`${place.pack}: not what was written, at byte ${place.offset}`);
    } catch (thrown) {
      failures.push(`${place.pack}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  const what =
    places.length === 0
      ? { en: 'is not in the store', zh: '不在存储中' }
      : { en: 'is damaged', zh: '已损坏' };
  throw damaged(
    {
      en: `A part of the restore point ${what.en}: chunk ${id}.`,
      zh: `还原点的一部分${what.zh}：数据块 ${id}。`,
    },
    {
      details: failures.join('\n') || 'no pack is known to have it',
    },
  );
}

async function readSealed({ layout }: StoreParts, { pack, offset, length }: ChunkPlace): Promise<Buffer> {
  await using handle = await open(layout.blob(pack), 'r');
  const sealed = Buffer.allocUnsafe(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(sealed, at, length - at, offset + at);
    if (bytesRead === 0) throw new Error(`ends before byte ${offset + length}`);
    at += bytesRead;
  }
  return sealed;
}
