/** A tree with the bytes of its files, wherever they lie: what a view is made of. */
import { inChunks, readBytes } from '../tree/blocks.ts';
import type { FileEntry } from '../tree/entry.ts';
import type { TreeReader } from '../tree/tree-reader.ts';

export interface FileTree {
  readonly tree: TreeReader;
  /** True where a folder that hides all below it is told by a name in it, as image layers do; an overlay has an attribute. */
  readonly marksByName: boolean;
  /** The file's bytes, from one to before another; holes are zeros. */
  bytes(file: FileEntry, from?: number, to?: number): AsyncGenerator<Buffer>;
}

/** A tree of the store: an RW layer, a volume, a folder. */
export function storedFiles(tree: TreeReader): FileTree {
  return {
    tree,
    marksByName: false,
    bytes: (file, from, to) => readBytes(tree.chunks, inChunks(file), from, to),
  };
}
