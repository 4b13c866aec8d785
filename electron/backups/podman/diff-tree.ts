/** Podman's list of what a container changed, as an RW layer: with the folders on the way, and with marks for what is gone. */
import type { FileTree } from '../browse/file-tree.ts';
import { View } from '../browse/view.ts';
import type { AssembledTree, TreeAssembly } from '../tree/assembly.ts';
import type { Entry } from '../tree/entry.ts';
import { addTar, type Placement } from '../tree/from-tar.ts';
import { folderOf, nameOf, treePath } from '../tree/path.ts';

export class DiffTree {
  readonly #assembly: TreeAssembly;
  readonly #image: View;
  /** Of folders that are told of, and of those on the way to anything: one byte a character. */
  readonly #told = new Set<string>();
  readonly #folders = new Map<string, Buffer>();

  /** `layers`: of its image, the last first. */
  constructor(assembly: TreeAssembly, layers: readonly FileTree[]) {
    this.#assembly = assembly;
    this.#image = View.ofContainer({ layers });
  }

  /** What is there, as a tar. */
  async add(archive: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<void> {
    const place: Placement = (path, kind) => {
      if (kind === 'folder') this.#told.add(path.toString('latin1'));
      this.#noteWay(path);
      return { tree: this.#assembly, path };
    };
    await addTar(archive, place, { signal });
  }

  /** What of the image is gone: `/etc/group`. */
  remove(deleted: string): void {
    const path = treePath(Buffer.from(deleted));
    this.#noteWay(path);
    this.#assembly.add(path, { ...plain(path, 0), kind: 'character', major: 0, minor: 0 });
  }

  async finish(signal: AbortSignal | undefined): Promise<AssembledTree> {
    this.#folders.set('', Buffer.alloc(0));
    for (const [key, path] of this.#folders) {
      if (this.#told.has(key)) continue;
      const there = await this.#image.find(path);
      const { mode, uid, gid, mtimeNs, extended } = there?.entry ?? plain(path, 0o755);
      const folder = { name: nameOf(path), mode, uid, gid, mtimeNs, extended };
      this.#assembly.add(path, { ...folder, kind: 'folder', node: null });
    }
    return await this.#assembly.finish(signal);
  }

  #noteWay(path: Buffer): void {
    for (let folder = folderOf(path); folder.length > 0; folder = folderOf(folder)) {
      const key = folder.toString('latin1');
      if (this.#folders.has(key)) return;
      this.#folders.set(key, folder);
    }
  }
}

const plain = (path: Buffer, mode: number): Omit<Extract<Entry, { kind: 'fifo' }>, 'kind'> => ({
  ...{ name: nameOf(path), mode, uid: 0, gid: 0, mtimeNs: 0n, extended: new Map() },
});
