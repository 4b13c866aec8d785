/**
 * Which of a process's pages were dumped, and where they lie: runs of pages by their addresses, in the order in which the pages
 * stand in the pages file. Sources: CRIU's images/pagemap.proto, criu/include/pagemap.h and criu/pagemap.c.
 */
import { damaged } from './damage.ts';
import { entryEnd, firstEntry, lengthBytes } from './image.ts';
import { Message } from './message.ts';
import { Fields, varint } from './wire.ts';

/** A walk over the runs; the properties are those of the run that `next` came to. */
export interface PageRuns {
  /** Of the first page. */
  readonly address: number;
  readonly pages: number;
  /** `here`: in the pages file. `before`: in the checkpoint before. `zero`: nowhere. */
  readonly place: 'here' | 'before' | 'zero';
  /**
   * True from a run on that says more than this understands, for instance that its pages were compressed: then it is not known
   * where they lie, nor those behind.
   */
  readonly isNewer: boolean;
  /** False when there are no more. Throws 'store-damaged'. */
  next(): boolean;
}

/** `name`: the image's, for errors. Costs no memory beside the pagemap. */
export function pageRuns(pagemap: Buffer, name: string): PageRuns {
  return new Walk(pagemap, name);
}

/** The name of the file in which the pages lie. Throws 'store-damaged'. */
export function pagesFileOf(pagemap: Buffer, name: string): string {
  const at = firstEntry(pagemap, 'pagemap', name);
  const head = pagemap.subarray(at + lengthBytes, entryEnd(pagemap, at, name));
  const id = new Message(head, name).required(1, { en: 'where its pages lie', zh: '内存页的位置' });
  return `pages-${id}.img`;
}

const field = { address: 1, pages32: 2, isBefore: 3, flags: 4, pages: 5 } as const;
const flag = { before: 1, here: 4 } as const;

class Walk implements PageRuns {
  address = 0;
  pages = 0;
  place: PageRuns['place'] = 'zero';
  isNewer = false;
  readonly #image: Buffer;
  readonly #name: string;
  readonly #fields: Fields;
  #at: number;

  constructor(image: Buffer, name: string) {
    this.#image = image;
    this.#name = name;
    this.#fields = new Fields(image, name, 0, 0);
    // The first entry says where the pages lie.
    this.#at = entryEnd(image, firstEntry(image, 'pagemap', name), name);
  }

  next(): boolean {
    if (this.#at >= this.#image.length) return false;
    const start = this.#at + lengthBytes;
    this.#at = entryEnd(this.#image, this.#at, this.#name);
    this.#fields.reset(start, this.#at);
    this.#read(this.#fields);
    return true;
  }

  #read(fields: Fields): void {
    let pages32 = 0;
    let pages = -1;
    let flags = -1;
    let isBefore = false;
    this.address = -1;
    while (fields.next()) {
      if (fields.wireType !== varint || fields.field > field.pages) this.isNewer = true;
      else if (fields.field === field.address) this.address = fields.value;
      else if (fields.field === field.pages32) pages32 = fields.value;
      else if (fields.field === field.isBefore) isBefore = fields.value !== 0;
      else if (fields.field === field.flags) flags = fields.value;
      else pages = fields.value;
    }
    // CRIU 4.2 counts in a field of its own, which is wider; versions before it know no other.
    this.pages = pages === -1 ? pages32 : pages;
    if (this.address === -1)
      throw damaged(this.#name, { en: 'does not say where a page lies', zh: '没有给出某一页的位置' });
    // Older versions set no flags for pages that are there.
    if (isBefore || (flags !== -1 && flags & flag.before)) this.place = 'before';
    else this.place = flags === -1 || flags & flag.here ? 'here' : 'zero';
  }
}
