/**
 * A checkpoint's images, read whole, within bounds: they come from a host, which may be damaged or hostile. No container that a
 * host can run comes near them.
 */
import { damaged } from './damage.ts';
import type { ImageFiles } from './image-files.ts';
import { entriesOf, type ImageKind } from './image.ts';
import type { Message } from './message.ts';

/** Of all images but those that say where pages lie: enough for three hundred processes with a thousand mappings each. */
const maxBytes = 32 * 1024 * 1024;
/** Of an image that says where one process's pages lie: enough for 4 GiB in which every other page is missing. */
export const maxPagemapBytes = 32 * 1024 * 1024;
/** Processes, files, descriptors, mappings and so on, all together. */
const maxRecords = 400_000;

/** Passes things on, each counted: for lists within an entry. Throws 'store-damaged' when there are too many. */
export type Counted = <Item>(items: Iterable<Item>) => Iterable<Item>;

export class Images {
  readonly files: ImageFiles;
  #bytesLeft = maxBytes;
  #recordsLeft = maxRecords;

  constructor(files: ImageFiles) {
    this.files = files;
  }

  /** The entries of an image; of one that is not there, none. Throws 'store-damaged', also while they are gone through. */
  async entries(kind: ImageKind, name: string): Promise<Iterable<Message>> {
    const image = await this.#read(name);
    return image === undefined ? [] : this.counted(entriesOf(image, kind, name), name);
  }

  /** Of an image that has one entry only. */
  async first(kind: ImageKind, name: string): Promise<Message | undefined> {
    for (const entry of await this.entries(kind, name)) return entry;
    return undefined;
  }

  /** The same, each counted: whatever is kept of an image for each of many goes through here. */
  *counted<Item>(items: Iterable<Item>, name: string): Generator<Item> {
    for (const item of items) {
      this.count(1, name);
      yield item;
    }
  }

  /** `counted` for lists in an image. */
  counter(name: string): Counted {
    return (items) => this.counted(items, name);
  }

  /** Throws 'store-damaged' when there are too many, with all that were counted before. */
  count(records: number, name: string): void {
    this.#recordsLeft -= records;
    if (this.#recordsLeft < 0)
      throw damaged(name, {
        en: `lists more than ${maxRecords} things, with those before`,
        zh: `连同之前的文件，所列超过 ${maxRecords} 项`,
      });
  }

  async #read(name: string): Promise<Buffer | undefined> {
    const size = await this.files.size(name);
    if (size === undefined) return undefined;
    this.#bytesLeft -= size;
    if (this.#bytesLeft < 0)
      throw damaged(name, { en: `is too large: ${size} bytes`, zh: `太大：${size} 字节` });
    return readWhole(this.files, name, size);
  }
}

/** Throws 'store-damaged' if the file is not as long as that. */
export async function readWhole(files: ImageFiles, name: string, size: number): Promise<Buffer> {
  const image = await files.readRange(name, 0, size);
  if (image.length !== size)
    throw damaged(name, {
      en: `has ${image.length} bytes instead of ${size}`,
      zh: `应为 ${size} 字节，实为 ${image.length} 字节`,
    });
  return image;
}
