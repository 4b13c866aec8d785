/** An addition to the store that is under way: nobody sees any of it before it is committed. */
import { existsSync } from 'node:fs';
import { ShiplockError } from '../../../shared/errors.ts';
import type { Description, RestorePointName } from '../restore-point.ts';
import { AddedBlobs, type BlobWriter } from './blobs.ts';
import { type ChunkId, type ChunkKeeper, maxChunkBytes } from './chunks.ts';
import { commitImage, commitPoint, type ImageOfPoint } from './commit.ts';
import { asStoreError } from './failure.ts';
import { takeInForeign } from './foreign-point.ts';
import type { Descriptor } from './index-json.ts';
import type { Digest } from './layout.ts';
import { PackWriter } from './pack-writer.ts';
import type { StoreParts } from './parts.ts';
import { readChunk } from './read-chunk.ts';

/**
 * Chunks and blobs for one restore point, or for an image. Disposed of without a commit, or when its process dies, it
 * leaves nothing that anyone sees; the next pruning removes the rest. Nothing is pruned while it lives.
 */
export class Addition implements ChunkKeeper, Disposable {
  /** For the image. */
  readonly blobs: BlobWriter;
  readonly #parts: StoreParts;
  readonly #use: number;
  readonly #packWriter: PackWriter;
  /** The packs that the restore point needs; those that were found missing are false. */
  readonly #packs = new Map<Digest, boolean>();
  #addedBytes = 0;
  #image: ImageOfPoint | undefined;
  #state: 'open' | 'committing' | 'over' = 'open';

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#use = parts.uses.begin('a take');
    this.blobs = new AddedBlobs(parts, (bytes) => {
      this.#addedBytes += bytes;
    });
    this.#packWriter = new PackWriter(parts, (pack, size) => {
      this.#packs.set(pack, true);
      this.#addedBytes += size;
    });
  }

  /** Bytes by which the store has grown so far. */
  get addedBytes(): number {
    return this.#addedBytes;
  }

  async read(id: ChunkId): Promise<Buffer> {
    return this.#packWriter.find(id) ?? readChunk(this.#parts, id);
  }

  /** Several may be under way at once. Throws 'disk-full'; then the addition cannot be committed any more. */
  async write(bytes: Uint8Array): Promise<ChunkId> {
    if (bytes.length < 1 || bytes.length > maxChunkBytes) {
      throw new RangeError(`a chunk of ${bytes.length} bytes`);
    }
    while (!this.#packWriter.hasRoom) await this.#packWriter.written();
    this.#refuseOver();
    const id = this.#parts.chunkSeal.identify(bytes);
    if (!this.keep(id)) this.#packWriter.put(id, bytes);
    return id;
  }

  keep(id: ChunkId): boolean {
    if (this.#packWriter.has(id)) return true;
    return this.#parts.blobs.find(id).some(({ pack, isWhole }) => isWhole && this.#relyOn(pack));
  }

  /**
   * Takes over a restore point that comes from elsewhere, with its image; see `takeInForeign`. `blobs` has everything
   * that its manifest names. What this returns is to be committed, and gets a name of this store.
   */
  async takeIn(manifest: Uint8Array): Promise<Description> {
    const { description, packs, image } = await takeInForeign(this.#parts, manifest);
    for (const pack of packs) this.#packs.set(pack, true);
    if (image !== undefined) this.setImage(image, description.container.imageName);
    return description;
  }

  /**
   * The image that the restore point is of, whose manifest and everything in it `blobs` has. Other tools find it in
   * the layout by `name`; see `nameImage`.
   */
  setImage(manifest: Descriptor, name: string): void {
    this.#image = { manifest, name };
  }

  /**
   * The restore point is in the store, on the disk, when this returns its name; else there is nothing of it. Throws
   * 'disk-full', 'busy', and 'store-damaged' when a part of it has gone meanwhile.
   */
  async commit(description: Description): Promise<RestorePointName> {
    return this.#end(async () => {
      await this.#packWriter.finish();
      this.#refuseUnwrittenRoots(description);
      const packs = [...this.#packs].filter(([, isThere]) => isThere).map(([pack]) => pack);
      return commitPoint(this.#parts, {
        ...{ description, packs, image: this.#image, addedBytes: this.#addedBytes },
      });
    });
  }

  /** The image alone is in the store when this returns, and stays until `Store.releaseImage`. */
  async commitImage(): Promise<void> {
    return this.#end(async () => {
      if (this.#image === undefined) throw new Error('no image was set');
      commitImage(this.#parts, this.#image);
    });
  }

  /** May be called again. A commit that has begun goes on to its end. */
  [Symbol.dispose](): void {
    if (this.#state === 'open') this.#giveUp();
  }

  async #end<Result>(commit: () => Promise<Result>): Promise<Result> {
    this.#refuseOver();
    this.#state = 'committing';
    try {
      return await commit();
    } catch (thrown) {
      throw asStoreError(thrown, this.#parts.layout.folder);
    } finally {
      this.#giveUp();
    }
  }

  /** What is not committed by now never will be. */
  #giveUp(): void {
    this.#state = 'over';
    this.#packWriter[Symbol.dispose]();
    this.#parts.uses.end(this.#use);
  }

  #refuseUnwrittenRoots({ places, added, checkpoint }: Description): void {
    for (const part of [...places, added, checkpoint]) {
      if (part !== undefined && !this.keep(part.root))
        throw new Error(`the description names a chunk that was not written: ${part.root}`);
    }
  }

  /** Asks the disk, once a pack. */
  #relyOn(pack: Digest): boolean {
    const known = this.#packs.get(pack);
    if (known !== undefined) return known;
    const isThere = existsSync(this.#parts.layout.blob(pack));
    this.#packs.set(pack, isThere);
    return isThere;
  }

  #refuseOver(): void {
    if (this.#state === 'open') return;
    throw new ShiplockError('internal', {
      en: 'This addition to the store has ended.',
      zh: '这次写入存储的操作已结束。',
    });
  }
}
