/** Fills packs with chunks, and has full ones brought to the disk while the next is filled. */
import { rmSync } from 'node:fs';
import { nameBlob } from './blob-file.ts';
import { type ChunkId, maxChunkBytes } from './chunks.ts';
import { asStoreError } from './failure.ts';
import type { Digest } from './layout.ts';
import { fullPackBytes, fullPackChunks } from './pack.ts';
import type { PackJob } from './pack-job.ts';
import { PackMaker } from './pack-maker.ts';
import type { StoreParts } from './parts.ts';

export class PackWriter implements Disposable {
  readonly #parts: StoreParts;
  readonly #maker: PackMaker;
  readonly #onPlaced: (pack: Digest, size: number) => void;
  #filling = new PackFilling(newMemory());
  /** Of the pack before: used again, since memory that is given up comes back late. */
  #spare: Memory | null = null;
  /** Full, and not in the index yet. */
  #leaving: PackFilling | null = null;
  /** Never rejects. */
  #brought: Promise<void> = Promise.resolve();
  #failure: unknown;

  /** `onPlaced` hears of each pack that has its name and is in the index. */
  constructor(parts: StoreParts, onPlaced: (pack: Digest, size: number) => void) {
    this.#parts = parts;
    this.#maker = new PackMaker(parts);
    this.#onPlaced = onPlaced;
  }

  /** It is in a pack that is not in the index yet. */
  has(id: ChunkId): boolean {
    return this.#filling.has(id) || this.#leaving?.has(id) === true;
  }

  /** The chunk's bytes, as long as it is in no pack that is in the index. */
  find(id: ChunkId): Buffer | undefined {
    return this.#filling.find(id) ?? this.#leaving?.find(id);
  }

  /** Throws why an earlier pack could not be written. */
  get hasRoom(): boolean {
    this.#refuseFailed();
    return !this.#filling.isFull;
  }

  /** Waits for the pack that is being written just now. */
  async written(): Promise<void> {
    await this.#brought;
  }

  /** Only while there is room: more would be kept in memory. */
  put(id: ChunkId, bytes: Uint8Array): void {
    this.#filling.add(id, bytes);
    this.#sendOffFull();
  }

  /** Everything that was put in is on the disk and in the index when this returns. Throws 'disk-full'. */
  async finish(): Promise<void> {
    while (this.#leaving !== null) await this.written();
    this.#refuseFailed();
    if (!this.#filling.isEmpty) this.#sendOff();
    await this.written();
    this.#refuseFailed();
  }

  /** What is on its way gets no name any more. */
  [Symbol.dispose](): void {
    this.#failure ??= new Error('the addition was given up');
    this.#maker[Symbol.dispose]();
  }

  #sendOffFull(): void {
    if (this.#leaving === null && this.#failure === undefined && this.#filling.isFull) this.#sendOff();
  }

  #sendOff(): void {
    this.#leaving = this.#filling;
    this.#filling = new PackFilling(this.#spare ?? newMemory());
    this.#spare = null;
    this.#brought = this.#bring(this.#leaving);
  }

  /** Never rejects: whoever puts in more, or finishes, is told. */
  async #bring(pack: PackFilling): Promise<void> {
    try {
      await this.#place(pack);
    } catch (thrown) {
      this.#failure ??= asStoreError(thrown, this.#parts.layout.folder);
    } finally {
      this.#leaving = null;
      this.#spare = pack.memory;
      this.#sendOffFull();
    }
  }

  async #place(pack: PackFilling): Promise<void> {
    const { layout, blobs, database } = this.#parts;
    const made = await this.#maker.make(pack.job);
    try {
      this.#refuseFailed();
      database.write(() => {
        nameBlob(layout, made);
        blobs.put(made.digest, made.size, made.entries);
      });
    } catch (thrown) {
      rmSync(made.file, { force: true });
      throw thrown;
    }
    this.#onPlaced(made.digest, made.size);
  }

  #refuseFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** Shared with the thread that makes the pack. */
type Memory = Uint8Array<SharedArrayBuffer>;

function newMemory(): Memory {
  return new Uint8Array(new SharedArrayBuffer(fullPackBytes + maxChunkBytes));
}

/** A pack that is being filled. */
class PackFilling {
  readonly memory: Memory;
  readonly #chunks = new Map<ChunkId, { id: ChunkId; offset: number; length: number }>();
  #size = 0;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  get isFull(): boolean {
    return this.#size >= fullPackBytes || this.#chunks.size >= fullPackChunks;
  }

  get job(): PackJob {
    return { bytes: this.memory, chunks: [...this.#chunks.values()] };
  }

  add(id: ChunkId, bytes: Uint8Array): void {
    this.memory.set(bytes, this.#size);
    this.#chunks.set(id, { id, offset: this.#size, length: bytes.length });
    this.#size += bytes.length;
  }

  has(id: ChunkId): boolean {
    return this.#chunks.has(id);
  }

  find(id: ChunkId): Buffer | undefined {
    const chunk = this.#chunks.get(id);
    return chunk && Buffer.from(this.memory.subarray(chunk.offset, chunk.offset + chunk.length));
  }
}
