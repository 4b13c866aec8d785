/** The views of a restore point: all of it as the container saw it, and each of its places by itself. */
import type { Description, Place } from '../restore-point.ts';
import type { ChunkReader } from '../store/chunks.ts';
import { TreeReader } from '../tree/tree-reader.ts';
import { type FileTree, storedFiles } from './file-tree.ts';
import { View } from './view.ts';

export interface RestorePointViews {
  /** Its image's layers, what the engine added, its RW layer, and its volumes and mounts over them. */
  readonly container: View;
  readonly places: readonly { readonly place: Place; readonly view: View }[];
}

/** `layers` are those of its image, the last first. Reads nothing yet. */
export function viewsOf(
  { places, added }: Pick<Description, 'places' | 'added'>,
  chunks: ChunkReader,
  layers: readonly FileTree[],
): RestorePointViews {
  const trees = places.map((place) => ({ place, files: storedFiles(new TreeReader(chunks, place.root)) }));
  const isOfRoot = ({ place }: { place: Place }) => place.kind === 'rw-layer';
  const container = View.ofContainer({
    layers: [
      ...trees.filter(isOfRoot).map(({ files }) => files),
      ...(added === undefined ? [] : [storedFiles(new TreeReader(chunks, added.root))]),
      ...layers,
    ],
    mounts: trees
      .filter((tree) => !isOfRoot(tree))
      .map(({ place, files }) => ({ destination: place.destination, files })),
  });
  return { container, places: trees.map(({ place, files }) => ({ place, view: View.ofTree(files) })) };
}
