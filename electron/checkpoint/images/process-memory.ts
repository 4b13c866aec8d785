/** The memory of one process, as far as it was dumped: how much there is, and what it holds at an address. */
import { damaged } from './damage.ts';
import type { ImageFiles } from './image-files.ts';
import { maxPagemapBytes, readWhole } from './images.ts';
import { pageRuns, pagesFileOf } from './pagemap.ts';

/** No chain of checkpoints, each with what changed since the one before, is longer. */
const maxChain = 32;

export class ProcessMemory {
  /** In this checkpoint's pages. */
  readonly bytes: number;
  /** In those of the checkpoint before. */
  readonly bytesBefore: number;
  readonly #isNewer: boolean;
  readonly #files: ImageFiles;
  readonly #pid: number;
  readonly #name: string;
  readonly #pagemap: Buffer;
  readonly #pageBytes: number;

  private constructor(files: ImageFiles, pid: number, pagemap: Buffer, pageBytes: number) {
    this.#files = files;
    this.#pid = pid;
    this.#name = nameOf(pid);
    this.#pagemap = pagemap;
    this.#pageBytes = pageBytes;
    const runs = pageRuns(pagemap, this.#name);
    let [here, before] = [0, 0];
    while (runs.next()) {
      if (runs.place === 'here') here += runs.pages;
      if (runs.place === 'before') before += runs.pages;
    }
    this.#isNewer = runs.isNewer;
    [this.bytes, this.bytesBefore] = [here * pageBytes, before * pageBytes];
  }

  /** Undefined when nothing that this understands says where its pages lie, or that is too large. Throws 'store-damaged'. */
  static async open(files: ImageFiles, pid: number, pageBytes: number): Promise<ProcessMemory | undefined> {
    const name = nameOf(pid);
    const size = await files.size(name);
    if (size === undefined || size > maxPagemapBytes) return undefined;
    const memory = new ProcessMemory(files, pid, await readWhole(files, name, size), pageBytes);
    return memory.#isNewer ? undefined : memory;
  }

  /**
   * What lies there, up to the first byte that was not dumped. `chain`: how many checkpoints came to this one for it. Throws
   * 'store-damaged'.
   */
  async read(start: number, length: number, chain = 0): Promise<Buffer> {
    const found = Buffer.alloc(length);
    const runs = pageRuns(this.#pagemap, this.#name);
    let [covered, offset] = [0, 0];
    while (covered < length && runs.next()) {
      const runBytes = runs.pages * this.#pageBytes;
      const into = start + covered - runs.address;
      if (into >= 0 && into < runBytes) {
        const wanted = Math.min(length - covered, runBytes - into);
        let part: Buffer = found.subarray(covered, covered + wanted);
        if (runs.place === 'here') {
          part = await this.#here(offset + into, wanted);
        } else if (runs.place === 'before') {
          part = await this.#before(start + covered, wanted, chain);
        }
        part.copy(found, covered);
        covered += part.length;
        if (part.length < wanted) break;
      }
      if (runs.place === 'here') offset += runBytes;
    }
    return found.subarray(0, covered);
  }

  async #here(offset: number, length: number): Promise<Buffer> {
    if (!Number.isSafeInteger(offset + length))
      throw damaged(this.#name, {
        en: 'tells of more pages than there can be',
        zh: '所列的页数超出可能的数量',
      });
    return this.#files.readRange(pagesFileOf(this.#pagemap, this.#name), offset, length);
  }

  async #before(start: number, length: number, chain: number): Promise<Buffer> {
    const { parent } = this.#files;
    const memory =
      parent === undefined || chain >= maxChain
        ? undefined
        : await ProcessMemory.open(parent, this.#pid, this.#pageBytes);
    return (await memory?.read(start, length, chain + 1)) ?? Buffer.alloc(0);
  }
}

const nameOf = (pid: number): string => `pagemap-${pid}.img`;
