/** Which places lie over a container's files, by where the container sees them. */
import type { Entry } from '../tree/entry.ts';
import { isBelow, namesOf } from '../tree/path.ts';
import { plainFolder } from '../tree/tree-writer.ts';
import type { FileTree } from './file-tree.ts';
import { alone, type Shown } from './overlay.ts';

export interface Mount {
  /** Where the container sees it. */
  readonly destination: string;
  readonly files: FileTree;
}

/** With its place as a path without links. */
export interface PlacedMount {
  readonly path: Buffer;
  readonly files: FileTree;
}

export class Mounts {
  readonly #byPath: ReadonlyMap<string, FileTree>;
  readonly #paths: readonly Buffer[];

  constructor(placed: readonly PlacedMount[]) {
    this.#paths = placed.map(({ path }) => path);
    this.#byPath = new Map(placed.map(({ path, files }) => [keyOf(path), files]));
  }

  /** What is mounted just there, under the name that it has there. */
  async at(path: Buffer, name: Buffer): Promise<Shown | undefined> {
    const files = this.#byPath.get(keyOf(path));
    return files && alone([{ files, entry: { ...(await files.tree.root()), name } }]);
  }

  /** Names in this folder that lead to mounts, in order: there, they show even where no layer has them. */
  namesIn(folder: Buffer): Buffer[] {
    const depth = namesOf(folder).length;
    const names = this.#paths.filter((path) => isBelow(path, folder)).map((path) => namesOf(path)[depth]);
    const distinct = new Map(names.flatMap((name) => (name ? [[keyOf(name), name]] : [])));
    return [...distinct.values()].sort(Buffer.compare);
  }

  /** What stands for such a name where nothing else does. */
  placeholder(name: Buffer): Entry {
    return { ...plainFolder, name };
  }
}

function keyOf(bytes: Buffer): string {
  return bytes.toString('latin1');
}
