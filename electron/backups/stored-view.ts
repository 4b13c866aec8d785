/** The files of a restore point in the store, as its container saw them, or its RW layer by itself. */
import type { FileTree } from './browse/file-tree.ts';
import { storedFiles } from './browse/file-tree.ts';
import { type LayerBlob, layerFiles } from './browse/layer-files.ts';
import { View } from './browse/view.ts';
import type { Description, Place } from './restore-point.ts';
import type { Digest } from './store/layout.ts';
import type { Store } from './store/store.ts';
import { TreeReader } from './tree/tree-reader.ts';

export function viewOf(store: Store, description: Description, which: 'container' | 'rw-layer'): View {
  const filesOf = ({ root }: Place): FileTree => storedFiles(new TreeReader(store, root));
  const rwLayer = description.places.filter(({ kind }) => kind === 'rw-layer').map(filesOf);
  const [only] = rwLayer;
  if (which === 'rw-layer' && only !== undefined) return View.ofTree(only);
  const layers = description.layers
    .map(({ blob, root }) => layerFiles(new TreeReader(store, root), layerBlob(store, blob as Digest)))
    .toReversed();
  const mounts = description.places
    .filter(({ kind }) => kind !== 'rw-layer')
    .map((place) => ({ destination: place.destination, files: filesOf(place) }));
  return View.ofContainer({ layers: [...rwLayer, ...layers], mounts });
}

/** Layers are kept compressed: what is read of one is read from its beginning. */
function layerBlob(store: Store, digest: Digest): LayerBlob {
  return {
    isCompressed: true,
    async *read(from) {
      let left = from;
      for await (const part of store.blobs.open(digest) as AsyncIterable<Buffer>) {
        if (part.length > left) yield part.subarray(left);
        left = Math.max(left - part.length, 0);
      }
    },
  };
}
