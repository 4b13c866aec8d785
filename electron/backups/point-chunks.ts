/** Every chunk that a restore point needs: what pruning has to know, so that it can tell what is needed no more. */
import { StoredCheckpoint } from './checkpoint/stored-checkpoint.ts';
import type { Description } from './restore-point.ts';
import type { ChunkId, ChunkReader } from './store/chunks.ts';
import { chunksOfFile } from './tree/content-chunks.ts';
import { chunksOfTree } from './tree/tree-chunks.ts';
import { TreeReader } from './tree/tree-reader.ts';

/** From its roots down; no content is read. The same one may come again. Throws 'store-damaged'. */
export async function* chunksOfPoint(chunks: ChunkReader, description: Description): AsyncGenerator<ChunkId> {
  for (const { root } of description.layers) yield* chunksOfTree(chunks, root);
  const { places, added } = description;
  for (const { root } of added === undefined ? places : [...places, added]) {
    yield* chunksOfTree(chunks, root);
    for await (const { entry } of new TreeReader(chunks, root).walk())
      if (entry.kind === 'file') yield* chunksOfFile(chunks, entry);
  }
  if (description.checkpoint !== undefined)
    yield* (await StoredCheckpoint.open(chunks, description.checkpoint.root)).chunks(
      description.checkpoint.root,
    );
}
