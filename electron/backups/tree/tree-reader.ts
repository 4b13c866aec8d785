/** Reads a tree: one chunk for its root, one a level on the way down, and no more of a large folder than is looked at. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { ChunkId, ChunkReader } from '../store/chunks.ts';
import type { Entry, FolderEntry } from './entry.ts';
import type { PageReference } from './node.ts';
import { damagedNode } from './packing.ts';
import { namesOf, pathIn, printedPath } from './path.ts';
import { RecentPages } from './recent-pages.ts';

/** A name with where it is: what a walk meets. */
export interface Placed {
  readonly path: Buffer;
  readonly entry: Entry;
}

/** What a folder lists, in the order of the names' bytes. */
export interface Folder {
  find(name: Buffer): Promise<Entry | undefined>;
  /** From the first name after this one, or from the beginning. */
  entries(after?: Buffer): AsyncGenerator<Entry>;
}

/** At most so many of them: a page of a list on a screen. No more is read. */
export async function pageOf<Item>(items: AsyncIterable<Item>, limit: number): Promise<Item[]> {
  const page: Item[] = [];
  if (limit <= 0) return page;
  for await (const item of items) {
    page.push(item);
    if (page.length >= limit) break;
  }
  return page;
}

export class TreeReader {
  readonly chunks: ChunkReader;
  readonly rootId: ChunkId;
  readonly #pages: RecentPages;

  constructor(chunks: ChunkReader, rootId: ChunkId) {
    this.chunks = chunks;
    this.rootId = rootId;
    this.#pages = new RecentPages(chunks);
  }

  /** The root's own entry: a folder, or for a file that was mounted by itself that file. Its name is empty. */
  async root(): Promise<Entry> {
    const page = await this.#pages.read(this.rootId);
    if ('names' in page && page.names[0]?.length === 0) return page.entry(0);
    throw damagedNode({ en: 'a tree that does not begin with its root', zh: '文件树不以根开始' });
  }

  folder(entry: FolderEntry): Folder {
    return new PagedFolder(this.#pages, entry.node);
  }

  /** What has this path; undefined when nothing has. */
  async find(path: Buffer): Promise<Entry | undefined> {
    let entry: Entry | undefined = await this.root();
    for (const name of namesOf(path)) {
      if (entry?.kind !== 'folder') return undefined;
      entry = await this.folder(entry).find(name);
    }
    return entry;
  }

  /** As `find`; throws 'not-found', which names the path. */
  async at(path: Buffer): Promise<Entry> {
    const entry = await this.find(path);
    if (entry) return entry;
    throw new ShiplockError(
      'not-found',
      { en: `There is no ${printedPath(path)}.`, zh: `没有 ${printedPath(path)}。` },
      {
        remedy: {
          en: 'List the folder above it: a path is told apart by upper and lower case.',
          zh: '请列出其上级文件夹：路径区分大小写。',
        },
      },
    );
  }

  /** The entry at the path, then all below it, folders before what is in them. */
  async *walk(path: Buffer = Buffer.alloc(0)): AsyncGenerator<Placed> {
    yield* this.#walkFrom({ path, entry: await this.at(path) });
  }

  async *#walkFrom(placed: Placed): AsyncGenerator<Placed> {
    yield placed;
    // Not by recursion: each level would hand every entry on, and folders lie as deep as a host likes.
    const open: { path: Buffer; entries: AsyncGenerator<Entry> }[] = [];
    const enter = ({ path, entry }: Placed) => {
      if (entry.kind === 'folder' && entry.node !== null)
        open.push({ path, entries: this.folder(entry).entries() });
    };
    enter(placed);
    for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
      const { done, value } = await folder.entries.next();
      if (done) open.pop();
      else {
        const next = { path: pathIn(folder.path, value.name), entry: value };
        yield next;
        enter(next);
      }
    }
  }
}

class PagedFolder implements Folder {
  readonly #pages: RecentPages;
  readonly #node: ChunkId | null;

  constructor(pages: RecentPages, node: ChunkId | null) {
    this.#pages = pages;
    this.#node = node;
  }

  async find(name: Buffer): Promise<Entry | undefined> {
    let id = this.#node;
    while (id !== null) {
      const page = await this.#pages.read(id);
      if ('names' in page) {
        const at = page.names.findIndex((each) => each.equals(name));
        return at === -1 ? undefined : page.entry(at);
      }
      id = page.pages[pageWith(page.pages, name)]?.id ?? null;
    }
    return undefined;
  }

  async *entries(after?: Buffer): AsyncGenerator<Entry> {
    if (this.#node === null) return;
    const open: ChunkId[] = [this.#node];
    // Only on the way to the first page does the name matter.
    let skipTo = after;
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const page = await this.#pages.read(id);
      if ('pages' in page) {
        const from = skipTo === undefined ? 0 : Math.max(pageWith(page.pages, skipTo), 0);
        open.push(
          ...page.pages
            .slice(from)
            .map((reference) => reference.id)
            .reverse(),
        );
        continue;
      }
      for (const [at, name] of page.names.entries()) {
        if (skipTo === undefined || Buffer.compare(name, skipTo) > 0) yield page.entry(at);
      }
      skipTo = undefined;
    }
  }
}

/** The one page that can hold the name; -1 when the name comes before all. */
function pageWith(pages: readonly PageReference[], name: Buffer): number {
  let low = 0;
  let high = pages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const first = pages[middle]?.first;
    if (first && Buffer.compare(first, name) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
