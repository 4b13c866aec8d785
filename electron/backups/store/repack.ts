/** Packs of which little is needed any more: that little moves into new ones, so that pruning can remove the rest. */
import type { Description } from '../restore-point.ts';
import { agree } from './agree.ts';
import { StoredBlobs } from './blobs.ts';
import type { ChunkId } from './chunks.ts';
import { asStoreError } from './failure.ts';
import { isRestorePoint } from './index-json.ts';
import { LiveChunks } from './index/live-chunks.ts';
import type { Digest } from './layout.ts';
import { readManifest } from './manifest.ts';
import { nameInstead, type Replacement } from './name-instead.ts';
import { PackWriter } from './pack-writer.ts';
import type { StoreParts } from './parts.ts';
import { readChunk } from './read-chunk.ts';
import { unsealDescription } from './sealed-description.ts';

/** Every chunk that a restore point needs, from its roots down. The same one may come again and again. */
export type ChunksOf = (description: Description) => AsyncIterable<ChunkId>;

/** A pack of which less is needed is worth it. */
const leastLive = 0.5;

export interface RepackReport {
  /** Packs that the next pruning removes. */
  readonly packs: number;
  /** Bytes that it then gives back, less those of the new packs. */
  readonly bytes: number;
}

/**
 * Restore points keep their names and all they hold. One that is committed meanwhile keeps the packs that it names.
 * Throws 'store-damaged' when a restore point cannot be read, for then nobody knows what it needs, 'disk-full',
 * 'busy'; then everything is as it was.
 */
export async function repack(parts: StoreParts, chunksOf: ChunksOf): Promise<RepackReport> {
  const use = parts.uses.begin('a take');
  try {
    using live = new LiveChunks(parts.database);
    const meant = await gather(parts, live, chunksOf);
    const sparse = [...live.packs()].filter((pack) => pack.live < leastLive * pack.chunkBytes);
    const made = await moveLive(parts, live, sparse);
    const replacements = new Map<Digest, Replacement>();
    for (const { digest } of sparse) {
      const places = live.in(digest).flatMap((id) => parts.blobs.find(id));
      const packs = places.filter(({ pack }) => made.has(pack)).map(({ pack }) => pack);
      replacements.set(digest, { packs: new Set(packs), isComplete: true });
    }
    nameInstead(parts, replacements, (manifest) => meant.has(manifest));
    const newBytes = [...made.values()].reduce((sum, size) => sum + size, 0);
    return { packs: sparse.length, bytes: sparse.reduce((sum, { size }) => sum + size, 0) - newBytes };
  } catch (thrown) {
    throw asStoreError(thrown, parts.layout.folder);
  } finally {
    parts.uses.end(use);
  }
}

/** What all restore points need. Returns their manifests. */
async function gather(parts: StoreParts, live: LiveChunks, chunksOf: ChunksOf): Promise<Set<Digest>> {
  const blobs = new StoredBlobs(parts);
  const manifests = agree(parts).manifests.filter(isRestorePoint);
  for (const { digest } of manifests) {
    const { config } = readManifest(parts.layout, digest);
    const description = unsealDescription(await blobs.read(config.digest), parts.keys);
    for await (const id of chunksOf(description)) live.add(id);
  }
  return new Set(manifests.map(({ digest }) => digest));
}

/** The new packs and their sizes. */
async function moveLive(
  parts: StoreParts,
  live: LiveChunks,
  sparse: readonly { readonly digest: Digest }[],
): Promise<Map<Digest, number>> {
  const made = new Map<Digest, number>();
  using writer = new PackWriter(parts, (pack, size) => made.set(pack, size));
  for (const { digest } of sparse) {
    for (const id of live.in(digest)) {
      const isMoved = writer.has(id) || parts.blobs.find(id).some(({ pack }) => made.has(pack));
      if (isMoved) continue;
      const bytes = await readChunk(parts, id);
      while (!writer.hasRoom) await writer.written();
      writer.put(id, bytes);
    }
  }
  await writer.finish();
  return made;
}
