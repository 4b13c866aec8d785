/** Cuts a file's bytes into blocks, from its beginning to its end, with one block and one list a level in memory. */
import type { ChunkWriter } from '../store/chunks.ts';
import {
  type Block,
  type BlockedFile,
  blockBytes,
  idLength,
  inlineRecords,
  listLength,
  pageBytes,
  recordBytes,
  wireDigest,
} from './blocks.ts';
import { idBytes } from './packing.ts';
import { isZero, zeros } from './zeros.ts';

export class ContentWriter {
  readonly #chunks: ChunkWriter;
  readonly #sparse: boolean;
  /** Only while there are bytes in it. */
  #block: Buffer | undefined;
  #filled = 0;
  #bytes = 0;
  /** Records that are in no list yet, by depth. */
  readonly #levels: Buffer[][] = [[]];

  /** In a sparse file, pages that hold nothing but zeros become holes, however they came. */
  constructor(chunks: ChunkWriter, options: { readonly sparse: boolean }) {
    this.#chunks = chunks;
    this.#sparse = options.sparse;
  }

  /** So many bytes of the file are there. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The bytes that come next. They may be reused once this has returned. */
  async append(data: Uint8Array): Promise<void> {
    if (this.#bytes % blockBytes !== this.#filled) throw new Error('bytes follow a last block');
    for (let at = 0; at < data.length; ) {
      const part = data.subarray(at, at + blockBytes - this.#filled);
      this.#block ??= spareBlocks.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      this.#bytes += part.length;
      at += part.length;
      if (this.#filled === blockBytes) await this.#closeBlock();
    }
  }

  /** So many zeros come next: holes, if the file is sparse. */
  async skip(bytes: number): Promise<void> {
    if (bytes === 0) return;
    const inBlock = this.#filled === 0 ? 0 : Math.min(bytes, blockBytes - this.#filled);
    await this.append(Buffer.alloc(inBlock));
    const wholeBlocks = this.#sparse ? Math.floor((bytes - inBlock) / blockBytes) : 0;
    await this.#pushHoles(0, wholeBlocks);
    this.#bytes += wholeBlocks * blockBytes;
    for (const part of zeros(bytes - inBlock - wholeBlocks * blockBytes)) await this.append(part);
  }

  /**
   * The block that comes next is this one of another file, or of an earlier state of this one: nothing is read or written
   * for it. Only at a block's border; a block of less than 64 KiB only as the last.
   */
  async takeOver(block: Block): Promise<void> {
    if (this.#filled > 0 || this.#bytes % blockBytes !== 0)
      throw new Error('a block is taken over within another');
    this.#bytes += block.bytes;
    await this.#push(0, this.#record(idBytes(block.id), block.digest, block.pages));
  }

  /** All of the file was appended. */
  async finish(): Promise<BlockedFile> {
    if (this.#filled > 0) await this.#closeBlock();
    for (let depth = 0; ; depth++) {
      const records = this.#levels[depth] ?? [];
      const isTop = depth === this.#levels.length - 1;
      if (isTop && records.length <= inlineRecords) {
        const content = {
          in: 'chunks',
          sparse: this.#sparse,
          depth,
          records: Buffer.concat(records),
        } as const;
        return { bytes: this.#bytes, content };
      }
      if (records.length > 0) await this.#closeList(depth, records);
    }
  }

  async #closeBlock(): Promise<void> {
    const block = this.#block ?? Buffer.alloc(0);
    await this.#putBlock(block.subarray(0, this.#filled));
    this.#filled = 0;
    this.#block = undefined;
    if (spareBlocks.length < mostSpareBlocks) spareBlocks.push(block);
  }

  async #putBlock(data: Buffer): Promise<void> {
    const pages = this.#sparse ? pagesWithData(data) : 0xffff;
    if (pages === 0) return await this.#pushHoles(0, 1);
    const digest = wireDigest(data);
    const id = await this.#chunks.write(data);
    await this.#push(0, this.#record(idBytes(id), digest, pages));
  }

  #record(id: Buffer, digest: Buffer, pages: number): Buffer {
    if (!this.#sparse) return Buffer.concat([id, digest]);
    return Buffer.concat([id, digest, Buffer.from([pages >>> 8, pages & 0xff])]);
  }

  async #push(depth: number, record: Buffer): Promise<void> {
    const records = this.#levels[depth] ?? [];
    this.#levels[depth] = records;
    records.push(record);
    if (records.length === listLength) await this.#closeList(depth, records);
  }

  /** A whole list of holes is one hole in the list above: a file of many terabytes of nothing takes no time. */
  async #pushHoles(depth: number, count: number): Promise<void> {
    const hole = Buffer.alloc(depth === 0 ? recordBytes({ sparse: this.#sparse }) : idLength);
    for (let left = count; left > 0; ) {
      if (left >= listLength && (this.#levels[depth]?.length ?? 0) === 0) {
        this.#levels[depth] ??= [];
        await this.#pushHoles(depth + 1, Math.floor(left / listLength));
        left %= listLength;
      } else {
        await this.#push(depth, hole);
        left -= 1;
      }
    }
  }

  async #closeList(depth: number, records: Buffer[]): Promise<void> {
    const list = Buffer.concat(records);
    records.length = 0;
    if (isZero(list)) return await this.#pushHoles(depth + 1, 1);
    await this.#push(depth + 1, idBytes(await this.#chunks.write(list)));
  }
}

/** Used again by whoever writes next: files are many, and blocks that are thrown away are collected late. */
const spareBlocks: Buffer[] = [];
const mostSpareBlocks = 8;

function pagesWithData(block: Buffer): number {
  let pages = 0;
  for (let page = 0; page * pageBytes < block.length; page++) {
    if (!isZero(block.subarray(page * pageBytes, (page + 1) * pageBytes))) pages |= 1 << page;
  }
  return pages;
}
