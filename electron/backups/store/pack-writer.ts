/** Fills packs with chunks, and brings full ones to the disk while the next is filled. */
import { rmSync } from 'node:fs';
import { nameBlob, receiveBlob } from './blob-file.ts';
import type { ChunkId } from './chunks.ts';
import { asStoreError } from './failure.ts';
import type { Digest } from './layout.ts';
import { PackBuilder } from './pack.ts';
import type { StoreParts } from './parts.ts';
import type { Sealed } from './seal.ts';

/** One is being written while the next is filled; a third would only take memory. */
const mostLeaving = 1;

export class PackWriter {
  readonly #parts: StoreParts;
  readonly #onPlaced: (pack: Digest, size: number) => void;
  #filling = new PackBuilder();
  /** Full, and not in the index yet. */
  readonly #leaving = new Set<PackBuilder>();
  #last: Promise<void> = Promise.resolve();
  #failure: unknown;

  /** `onPlaced` hears of each pack that has its name and is in the index. */
  constructor(parts: StoreParts, onPlaced: (pack: Digest, size: number) => void) {
    this.#parts = parts;
    this.#onPlaced = onPlaced;
  }

  /** The sealed chunk, as long as it is in no pack that is in the index. */
  find(id: ChunkId): Uint8Array | undefined {
    const found = this.#filling.find(id);
    if (found !== undefined) return found;
    for (const pack of this.#leaving) {
      const leaving = pack.find(id);
      if (leaving !== undefined) return leaving;
    }
    return undefined;
  }

  /** Throws why an earlier pack could not be written. */
  get hasRoom(): boolean {
    this.#refuseFailed();
    return this.#leaving.size <= mostLeaving;
  }

  /** Waits for the packs that are being written just now. Never rejects. */
  async written(): Promise<void> {
    await this.#last;
  }

  /** Only while there is room: more would be kept in memory. */
  put(id: ChunkId, sealed: Sealed): void {
    this.#filling.add(id, sealed);
    if (this.#filling.isFull) this.#sendOff();
  }

  /** Everything that was put in is on the disk and in the index when this returns. Throws 'disk-full'. */
  async finish(): Promise<void> {
    if (!this.#filling.isEmpty) this.#sendOff();
    while (this.#leaving.size > 0 && this.#failure === undefined) await this.#last;
    this.#refuseFailed();
  }

  /** What is on its way gets no name any more. */
  abandon(): void {
    this.#failure ??= new Error('the addition was given up');
  }

  #sendOff(): void {
    const pack = this.#filling;
    this.#filling = new PackBuilder();
    this.#leaving.add(pack);
    this.#last = this.#bringAfter(this.#last, pack);
  }

  /** Never rejects: whoever puts in more, or finishes, is told. */
  async #bringAfter(before: Promise<void>, pack: PackBuilder): Promise<void> {
    await before;
    try {
      if (this.#failure === undefined) await this.#bring(pack);
    } catch (thrown) {
      this.#failure ??= asStoreError(thrown, this.#parts.layout.folder);
    }
  }

  async #bring(pack: PackBuilder): Promise<void> {
    const { layout, keys, blobs, database } = this.#parts;
    const unnamed = await receiveBlob(layout, pack.finish(keys));
    try {
      this.#refuseFailed();
      database.write(() => {
        nameBlob(layout, unnamed);
        blobs.put(unnamed.digest, unnamed.size, pack.entries);
      });
    } catch (thrown) {
      rmSync(unnamed.file, { force: true });
      throw thrown;
    }
    this.#leaving.delete(pack);
    this.#onPlaced(unnamed.digest, unnamed.size);
  }

  #refuseFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
