/** Reads pages, and remembers the last few: who looks at a folder looks at those above it again and again. */
import type { ChunkId, ChunkReader } from '../store/chunks.ts';
import { decodePage, type Page } from './node.ts';

export class RecentPages {
  readonly #chunks: ChunkReader;
  /** The one used last is last. */
  readonly #pages = new Map<ChunkId, Page>();

  constructor(chunks: ChunkReader) {
    this.#chunks = chunks;
  }

  /** Throws 'store-damaged' when it is not there, or no page. */
  async read(id: ChunkId): Promise<Page> {
    const page = this.#pages.get(id) ?? decodePage(await this.#chunks.read(id));
    this.#pages.delete(id);
    this.#pages.set(id, page);
    const [oldest] = this.#pages.keys();
    if (oldest && this.#pages.size > pagesKept) this.#pages.delete(oldest);
    return page;
  }
}

/** The way down to most folders; at most 2 MiB. */
const pagesKept = 8;
