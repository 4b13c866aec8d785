/** What is in the layers of a restore point's image, for whoever browses it: read once, and taken over from then on. */
import { asShiplockError } from '../../../shared/errors.ts';
import { indexLayer } from '../browse/layer-index.ts';
import type { StoredImage } from '../images/stored-image.ts';
import type { Description } from '../restore-point.ts';
import type { Addition } from '../store/addition.ts';
import type { ChunkId } from '../store/chunks.ts';
import type { Digest } from '../store/layout.ts';
import { chunksOfTree } from '../tree/tree-chunks.ts';

type IndexedLayer = Description['layers'][number];

/** `known`: of the restore point before. In the order of the chain. */
export async function indexLayers(
  { layers }: StoredImage,
  known: readonly IndexedLayer[],
  addition: Addition,
  scratch: string,
  signal: AbortSignal,
): Promise<IndexedLayer[]> {
  const roots = new Map<string, ChunkId>();
  for (const { blob } of layers) {
    if (roots.has(blob.digest)) continue;
    const earlier = known.find((layer) => layer.blob === blob.digest);
    if (earlier !== undefined && (await isKept(earlier.root, addition))) {
      roots.set(blob.digest, earlier.root);
      continue;
    }
    const content = addition.blobs.open(blob.digest as Digest);
    const { root } = await indexLayer(content, { chunks: addition, scratch, signal });
    roots.set(blob.digest, root);
  }
  return layers.flatMap(({ blob }) => {
    const root = roots.get(blob.digest);
    return root === undefined ? [] : [{ blob: blob.digest, root }];
  });
}

async function isKept(root: ChunkId, addition: Addition): Promise<boolean> {
  try {
    for await (const id of chunksOfTree(addition, root)) if (!addition.keep(id)) return false;
    return true;
  } catch (thrown) {
    if (asShiplockError(thrown).code !== 'store-damaged') throw thrown;
    return false;
  }
}
