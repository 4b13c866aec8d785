/**
 * Puts a tree together from what changed, from an earlier tree and from the names that exist, each in any order.
 * Of a file that did not change only its entry in the earlier tree is read.
 */
import type { ChunkId, ChunkWriter } from '../store/chunks.ts';
import type { Entry, Stamp } from './entry.ts';
import { decodeEntry, decodeStamp, encodeEntry, encodeStamp } from './entry-bytes.ts';
import { isBelow, nameOf, pathOfKey, printedPath, sortingKey } from './path.ts';
import { SortedSpool } from './sorted-spool.ts';
import { Stepper } from './stepper.ts';
import { type Placed, TreeReader } from './tree-reader.ts';
import { TreeWriter } from './tree-writer.ts';

export interface AssemblyOptions {
  readonly chunks: ChunkWriter;
  /** A folder of the laptop for what does not fit memory; nothing is left there after `dispose`. */
  readonly scratch: string;
  /** The tree of an earlier restore point: what is neither added anew nor gone is taken over from it. */
  readonly base?: ChunkId | undefined;
  /** All names that exist will be listed: what is not listed is gone, all of it if nothing is. */
  readonly onlyListed?: boolean | undefined;
}

export interface AssembledTree {
  readonly root: ChunkId;
  /** Entries that are not folders. */
  readonly files: number;
  /** Of the files' contents, with their holes; each hard link counts as one file and no bytes. */
  readonly bytes: number;
  /** How many names were listed of which there is nothing, as it is with a socket; and the first hundred. */
  readonly missing: { readonly count: number; readonly first: readonly string[] };
}

export class TreeAssembly implements Disposable {
  readonly chunks: ChunkWriter;
  readonly #base: TreeReader | undefined;
  readonly #changed: SortedSpool;
  readonly #names: SortedSpool;
  readonly #onlyListed: boolean;

  constructor({ chunks, scratch, base, onlyListed = false }: AssemblyOptions) {
    this.chunks = chunks;
    this.#base = base && new TreeReader(chunks, base);
    this.#changed = new SortedSpool(scratch);
    this.#names = new SortedSpool(scratch);
    this.#onlyListed = onlyListed;
    // The root always exists.
    this.#names.add(nothing, nothing);
  }

  /** What is at this path now; its name is the path's last. Of two for one path, the later one counts. */
  add(path: Buffer, entry: Entry): void {
    this.#changed.add(sortingKey(path), encodeEntry(entry));
  }

  /**
   * This name exists on the host; the root needs no listing. The stamp is kept with the entry. Only for an assembly that was told
   * to keep `onlyListed` names.
   */
  list(path: Buffer, stamp?: Stamp): void {
    if (!this.#onlyListed) throw new Error('names are listed that would not count');
    this.#names.add(sortingKey(path), stamp ? encodeStamp(stamp) : nothing);
  }

  /** Writes the tree. Throws 'usage' when something lies below what is no folder, or what the signal was aborted with. */
  async finish(signal?: AbortSignal): Promise<AssembledTree> {
    const tree = new TreeWriter(this.chunks);
    const missing: { count: number; first: string[] } = { count: 0, first: [] };
    let files = 0;
    let bytes = 0;
    const put = async ({ path, entry }: Placed) => {
      await tree.put(path, entry);
      if (entry.kind !== 'folder') files += 1;
      if (entry.kind === 'file') bytes += entry.bytes;
    };
    for await (const found of this.#onlyListed ? this.#listed() : this.#known()) {
      signal?.throwIfAborted();
      if (found.entry) await put({ path: found.path, entry: found.entry });
      else if (++missing.count <= missingShown) missing.first.push(printedPath(found.path));
    }
    return { root: await tree.finish(), files, bytes, missing };
  }

  [Symbol.dispose](): void {
    this.#changed[Symbol.dispose]();
    this.#names[Symbol.dispose]();
  }

  /** What is known of each listed name. */
  async *#listed(): AsyncGenerator<{ readonly path: Buffer; readonly entry: Entry | undefined }> {
    await using known = new Stepper(this.#known());
    for (const { key, value } of this.#names.sorted()) {
      const found = await known.upTo(key);
      const path = found?.path ?? pathOfKey(key);
      if (key.length === 0 && !found) continue;
      const stamp = value.length > 0 ? decodeStamp(value) : undefined;
      yield { path, entry: found && stamp ? { ...found.entry, stamp } : found?.entry };
    }
  }

  /** What changed, and what the earlier tree has besides, in the order of a walk. */
  async *#known(): AsyncGenerator<Placed> {
    await using base = Stepper.through(this.#base);
    /** Once a folder, now something else: what was in it is gone. */
    let replaced: Buffer | undefined;
    const isKept = ({ path }: Placed) => !replaced || !isBelow(path, replaced);
    for (const { key, value } of this.#changed.sorted()) {
      for await (const placed of base.before(key)) if (isKept(placed)) yield placed;
      const path = pathOfKey(key);
      const entry = { ...decodeEntry(value), name: nameOf(path) };
      if (entry.kind !== 'folder') replaced = path;
      await base.upTo(key);
      yield { path, entry };
    }
    for await (const placed of base.before()) if (isKept(placed)) yield placed;
  }
}

const missingShown = 100;
const nothing = Buffer.alloc(0);
