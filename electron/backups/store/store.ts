/** The store of restore points: a folder on the laptop. Everything in it is reached through here. */
import type { Words } from '../../../shared/words.ts';
import type { Description, RestorePointName } from '../restore-point.ts';
import { Addition } from './addition.ts';
import { agree, changeContents, forgetEverything } from './agree.ts';
import { type BlobReader, StoredBlobs } from './blobs.ts';
import type { ChunkId, ChunkReader } from './chunks.ts';
import { openOrReplaceIndexDatabase } from './index/database.ts';
import type { RestorePointSummary } from './index/points.ts';
import { type Descriptor, isRestorePoint, keptAnnotation } from './index-json.ts';
import { KeyChanges } from './keys/key-changes.ts';
import type { Unlock } from './keys/unlock.ts';
import type { Digest } from './layout.ts';
import { readManifest } from './manifest.ts';
import { type OpenParts, openParts } from './open-parts.ts';
import { findPoint, type StoreParts } from './parts.ts';
import { type PruneReport, prune, refuseUsed } from './prune.ts';
import { readChunk } from './read-chunk.ts';
import { type ChunksOf, type RepackReport, repack } from './repack.ts';
import { type RepairReport, repair } from './repair.ts';
import { withReserve } from './reserve.ts';
import { unsealDescription } from './sealed-description.ts';
import { type VerifyOptions, type VerifyReport, verify } from './verify.ts';

/** Safe beside other processes that have the same store open. */
export class Store implements ChunkReader, Disposable {
  /** Of images. */
  readonly blobs: BlobReader;
  /** Other ways to get at the store's key. */
  readonly keys: KeyChanges;
  readonly #parts: StoreParts;

  private constructor({ parts, master, keyFiles }: OpenParts, unlock: Unlock) {
    this.#parts = parts;
    this.blobs = new StoredBlobs(parts);
    this.keys = new KeyChanges(master, keyFiles, unlock.keyring);
  }

  /**
   * Makes the store if there is none in `folder`. Throws 'store-locked' when its key is not to be had, 'usage' for a
   * folder that is something else, 'store-damaged' when it cannot be used as it is, 'disk-full'.
   */
  static async open(folder: string, unlock: Unlock): Promise<Store> {
    const open = await openParts(folder, unlock);
    try {
      agree(open.parts);
      return new Store(open, unlock);
    } catch (thrown) {
      open.parts.database[Symbol.dispose]();
      throw thrown;
    }
  }

  /**
   * Makes the index anew from the layout alone, also when it is damaged. Returns what could not be read, in words.
   * Throws 'busy' while anyone takes or reads.
   */
  static async rebuildIndex(folder: string, unlock: Unlock): Promise<Words[]> {
    const { parts } = await openParts(folder, unlock, openOrReplaceIndexDatabase);
    using database = parts.database;
    const damages: Words[] = [];
    database.write(() => {
      refuseUsed(parts);
      forgetEverything(parts);
      agree(parts, (found) => damages.push(found));
    });
    return damages;
  }

  /** The oldest first, from the index: nothing is unsealed. */
  list(): RestorePointSummary[] {
    return this.#parts.points.list();
  }

  /** Throws 'not-found', and 'store-damaged' when it cannot be read. */
  async describe(name: RestorePointName): Promise<Description> {
    const { manifest } = findPoint(this.#parts, name);
    const { config } = readManifest(this.#parts.layout, manifest);
    return unsealDescription(await this.blobs.read(config.digest), this.#parts.keys);
  }

  /** As `list` has it. Throws 'not-found'. */
  summary(name: RestorePointName): RestorePointSummary {
    const { manifest: _, image: __, ...summary } = findPoint(this.#parts, name);
    return summary;
  }

  /** Digest of its manifest. Throws 'not-found'. */
  manifestOf(name: RestorePointName): Digest {
    return findPoint(this.#parts, name).manifest;
  }

  read(id: ChunkId): Promise<Buffer> {
    return readChunk(this.#parts, id);
  }

  /** The images that the store names, each under the name that other tools read it by. */
  images(): Descriptor[] {
    return agree(this.#parts).manifests.filter((manifest) => !isRestorePoint(manifest));
  }

  /** Waits while another process prunes. */
  begin(): Addition {
    return new Addition(this.#parts);
  }

  /** Nothing is pruned until it is disposed of: for whoever reads for long. */
  hold(): Disposable {
    const use = this.#parts.uses.begin('a reading');
    return { [Symbol.dispose]: () => this.#parts.uses.end(use) };
  }

  /**
   * They are gone when this returns; what only they needed stays on the disk until `prune`. Works on a full disk.
   * Throws 'not-found'.
   */
  remove(...names: RestorePointName[]): void {
    const removed = new Set(names.map((name) => findPoint(this.#parts, name).manifest));
    const remove = () => {
      const contents = agree(this.#parts);
      const manifests = contents.manifests.filter(({ digest }) => !removed.has(digest));
      for (const name of names) this.#parts.points.remove(name);
      changeContents(this.#parts, { ...contents, manifests });
    };
    withReserve(this.#parts.layout, () => this.#parts.database.write(remove));
  }

  /** The image stays no longer than a restore point is of it. */
  releaseImage(image: Digest): void {
    this.#parts.database.write(() => {
      const contents = agree(this.#parts);
      const manifests = contents.manifests.map((manifest) =>
        manifest.digest === image ? withoutAnnotation(manifest, keptAnnotation) : manifest,
      );
      changeContents(this.#parts, { ...contents, manifests });
    });
  }

  /** See `prune.ts`. */
  prune(): Promise<PruneReport> {
    return prune(this.#parts);
  }

  /** See `verify.ts`. Throws 'not-found' for a name that is not there. */
  async verify(options: VerifyOptions = {}): Promise<VerifyReport> {
    for (const name of options.names ?? []) findPoint(this.#parts, name);
    using _ = this.hold();
    return await verify(this.#parts, options);
  }

  /** See `repack.ts`. Worth it before a pruning that follows many removals. */
  repack(chunksOf: ChunksOf): Promise<RepackReport> {
    return repack(this.#parts, chunksOf);
  }

  /** See `repair.ts`. */
  repair(): Promise<RepairReport> {
    return repair(this.#parts);
  }

  [Symbol.dispose](): void {
    this.#parts.database[Symbol.dispose]();
  }
}

function withoutAnnotation(descriptor: Descriptor, name: string): Descriptor {
  const { [name]: _, ...annotations } = descriptor.annotations ?? {};
  return { ...descriptor, annotations };
}
