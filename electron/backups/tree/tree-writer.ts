/** Writes a tree from its entries in the order of a walk, with one unfinished page a folder in memory. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { ChunkId, ChunkWriter } from '../store/chunks.ts';
import type { Entry, FolderEntry } from './entry.ts';
import { FolderWriter } from './folder-writer.ts';
import { encodeEntry } from './entry-bytes.ts';
import { encodePage } from './node.ts';
import { namesOf, printedPath } from './path.ts';

/** What is put for a folder that nobody described. */
export const plainFolder: FolderEntry = {
  name: Buffer.alloc(0),
  kind: 'folder',
  mode: 0o755,
  uid: 0,
  gid: 0,
  mtimeNs: 0n,
  extended: new Map(),
  node: null,
};

export class TreeWriter {
  readonly #chunks: ChunkWriter;
  /** From the root to the folder that is being filled. */
  readonly #open: OpenFolder[] = [];
  #rootFile: Entry | undefined;

  constructor(chunks: ChunkWriter) {
    this.#chunks = chunks;
  }

  /**
   * The entry's name becomes the last of the path's; a folder's node becomes the list of what follows in it. Folders above
   * that were not put are made. Throws 'usage' for what is out of order, put twice, or below what is no folder.
   */
  async put(path: Buffer, entry: Entry): Promise<void> {
    const names = namesOf(path);
    const name = names.pop();
    if (name === undefined) return this.#putRoot(entry);
    if (this.#rootFile) throw outOfOrder(path);
    if (this.#open.length === 0) this.#enter(plainFolder, path);
    const known = names.findIndex((parent, depth) => !this.#open[depth + 1]?.entry.name.equals(parent));
    const depth = known === -1 ? names.length : known;
    while (this.#open.length > depth + 1) await this.#leave();
    for (const parent of names.slice(depth)) this.#enter({ ...plainFolder, name: Buffer.from(parent) }, path);
    const named = { ...entry, name: Buffer.from(name) };
    if (named.kind === 'folder') this.#enter(named, path);
    else await this.#follow(named.name, path).writer.add(named);
  }

  /** The tree's root: a page with one entry, the root's own. A tree that nothing was put in is an empty folder. */
  async finish(): Promise<ChunkId> {
    if (this.#open.length === 0 && !this.#rootFile) this.#putRoot(plainFolder);
    while (this.#open.length > 1) await this.#leave();
    const [folder] = this.#open;
    const root = folder ? { ...folder.entry, node: await folder.writer.finish() } : this.#rootFile;
    if (root === undefined) throw new Error('a tree without a root');
    return await this.#chunks.write(encodePage(0, [encodeEntry(root)]));
  }

  #putRoot(entry: Entry): void {
    if (this.#open.length > 0 || this.#rootFile) throw outOfOrder(Buffer.alloc(0));
    const root = { ...entry, name: Buffer.alloc(0) };
    if (root.kind === 'folder') this.#enter(root, root.name);
    else this.#rootFile = root;
  }

  #enter(entry: FolderEntry, path: Buffer): void {
    if (this.#open.length > 0) this.#follow(entry.name, path);
    this.#open.push({ entry, writer: new FolderWriter(this.#chunks), last: undefined });
  }

  async #leave(): Promise<void> {
    const done = this.#open.pop();
    if (done) await this.#open.at(-1)?.writer.add({ ...done.entry, node: await done.writer.finish() });
  }

  /** The folder that is being filled, which has this name last from now on. */
  #follow(name: Buffer, path: Buffer): OpenFolder {
    const folder = this.#open.at(-1);
    if (!folder || (folder.last && Buffer.compare(name, folder.last) <= 0)) throw outOfOrder(path);
    folder.last = name;
    return folder;
  }
}

interface OpenFolder {
  readonly entry: FolderEntry;
  readonly writer: FolderWriter;
  last: Buffer | undefined;
}

function outOfOrder(path: Buffer): ShiplockError {
  return new ShiplockError(
    'usage',
    {
      en: `${printedPath(path)} is there twice, or lies below what is no folder.`,
      zh: `${printedPath(path)} 出现两次，或位于非文件夹之下。`,
    },
    {
      state: { en: 'The tree was not made.', zh: '没有生成文件树。' },
      remedy: {
        en: 'Make the archive or the list again from a folder that nothing changes meanwhile.',
        zh: '请从期间无变化的文件夹重新生成归档或列表。',
      },
    },
  );
}
