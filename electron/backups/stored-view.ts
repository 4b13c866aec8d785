/** The files of a restore point in the store, as its container saw them, or its RW layer by itself. */
import type { FileTree } from './browse/file-tree.ts';
import { type LayerBlob, layerFiles } from './browse/layer-files.ts';
import { viewsOf } from './browse/restore-point-view.ts';
import type { View } from './browse/view.ts';
import type { Description } from './restore-point.ts';
import type { BlobReader } from './store/blobs.ts';
import type { ChunkReader } from './store/chunks.ts';
import type { Digest } from './store/layout.ts';
import type { Store } from './store/store.ts';
import { TreeReader } from './tree/tree-reader.ts';

export function viewOf(store: Store, description: Description, which: 'container' | 'rw-layer'): View {
  const layers = imageLayersOf(store, description);
  const { container, places } = viewsOf(description, store, layers);
  const rwLayer = places.find(({ place }) => place.kind === 'rw-layer')?.view;
  return which === 'rw-layer' && rwLayer !== undefined ? rwLayer : container;
}

/** The layers of its image, the last first. */
export function imageLayersOf(store: Store, { layers }: Description): FileTree[] {
  return layerFilesOf(store, store.blobs, layers);
}

/** The same, of layers that need not be in any restore point yet. */
export function layerFilesOf(
  chunks: ChunkReader,
  blobs: BlobReader,
  layers: Description['layers'],
): FileTree[] {
  return layers
    .map(({ blob, root }) => layerFiles(new TreeReader(chunks, root), layerBlob(blobs, blob as Digest)))
    .toReversed();
}

/** Layers are kept compressed: what is read of one is read from its beginning. */
function layerBlob(blobs: BlobReader, digest: Digest): LayerBlob {
  return {
    isCompressed: true,
    async *read(from) {
      let left = from;
      for await (const part of blobs.open(digest) as AsyncIterable<Buffer>) {
        if (part.length > left) yield part.subarray(left);
        left = Math.max(left - part.length, 0);
      }
    },
  };
}
