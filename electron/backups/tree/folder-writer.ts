/**
 * Writes what a folder lists as pages. Where a page ends hangs on the names alone: in a folder of a million entries a name
 * that comes, goes or changes makes a page or two new, not all that follow.
 */
import { ShiplockError } from '../../../shared/errors.ts';
import { type ChunkId, type ChunkWriter, maxChunkBytes } from '../store/chunks.ts';
import type { Entry } from './entry.ts';
import { encodeEntry } from './entry-bytes.ts';
import { encodePage, encodeReference, pageHeadBytes } from './node.ts';
import { printedPath } from './path.ts';

export class FolderWriter {
  readonly #chunks: ChunkWriter;
  readonly #levels: Pending[] = [];

  constructor(chunks: ChunkWriter) {
    this.#chunks = chunks;
  }

  /** Entries come in the order of their names' bytes. Throws 'usage' for one that is too large for a chunk. */
  async add(entry: Entry): Promise<void> {
    await this.#add(0, entry.name, encodeEntry(entry));
  }

  /** The node that lists all that was added; null when nothing was. */
  async finish(): Promise<ChunkId | null> {
    for (let level = 0; ; level++) {
      const pending = this.#levels[level];
      if (pending === undefined) return null;
      const isTop = level === this.#levels.length - 1;
      if (isTop && level > 0 && pending.only) return pending.only;
      if (pending.items.length === 0) continue;
      await this.#close(level, pending);
    }
  }

  async #add(level: number, name: Buffer, item: Buffer, page?: ChunkId): Promise<void> {
    const pending = this.#levels[level] ?? { items: [], bytes: pageHeadBytes, first: name, only: null };
    this.#levels[level] = pending;
    if (pageHeadBytes + item.length > maxChunkBytes) throw tooLarge(name);
    if (pending.bytes + item.length > maxPageBytes) await this.#close(level, pending);
    if (pending.items.length === 0) pending.first = name;
    pending.only = pending.items.length === 0 && page !== undefined ? page : null;
    pending.items.push(item);
    pending.bytes += item.length;
    if (pending.bytes >= minPageBytes && endsPage(name)) await this.#close(level, pending);
  }

  async #close(level: number, pending: Pending): Promise<void> {
    if (pending.items.length === 0) return;
    const id = await this.#chunks.write(encodePage(level, pending.items));
    const { first } = pending;
    pending.items = [];
    pending.bytes = pageHeadBytes;
    pending.only = null;
    await this.#add(level + 1, first, encodeReference({ first, id }), id);
  }
}

interface Pending {
  items: Buffer[];
  bytes: number;
  first: Buffer;
  /** The page that the one item refers to: a level of one page needs no page of its own. */
  only: ChunkId | null;
}

const minPageBytes = 16 * 1024;
const maxPageBytes = 256 * 1024;

/** So for one name in 256, whatever its neighbours are (FNV-1a). */
function endsPage(name: Buffer): boolean {
  let hash = 0x811c9dc5;
  for (const byte of name) hash = Math.imul(hash ^ byte, 0x01000193);
  return ((hash >>> 24) ^ ((hash >>> 8) & 0xff)) === 0;
}

function tooLarge(name: Buffer): ShiplockError {
  return new ShiplockError(
    'usage',
    {
      en: `The extended attributes of ${printedPath(name).slice(1)} are too large.`,
      zh: `${printedPath(name).slice(1)} 的扩展属性太大。`,
    },
    {
      state: { en: 'The restore point was not made.', zh: '没有创建还原点。' },
      remedy: {
        en: 'All extended attributes of one file may take 1 MiB. Remove some of them.',
        zh: '一个文件的全部扩展属性最多 1 MiB。请删除一些。',
      },
    },
  );
}
