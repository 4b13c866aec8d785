/** A restore point of the store as a restore reads it. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Engine } from '../engines/engine.ts';
import { asStored, type CheckpointImage } from './checkpoint/checkpoint-image.ts';
import { checkpointTar } from './checkpoint/checkpoint-tar.ts';
import { StoredCheckpoint } from './checkpoint/stored-checkpoint.ts';
import { archiveFor } from './images/engine-image.ts';
import type { ImageArchive } from './images/image-archive.ts';
import { readChecked } from './images/blobs.ts';
import { readStoredImage, type StoredImage } from './images/stored-image.ts';
import { imagesForDocker } from './podman/images-for-docker.ts';
import type { Description, Place, RestorePointName } from './restore-point.ts';
import type { PointImage, PointReader } from './restore/point-reader.ts';
import type { ChunkReader } from './store/chunks.ts';
import type { Store } from './store/store.ts';
import { treeToTar } from './tree/to-tar.ts';
import { TreeReader } from './tree/tree-reader.ts';

const imageOf = z.looseObject({ architecture: z.string() });

export class StoredPoint implements PointReader {
  readonly description: Description;
  readonly image: PointImage;
  readonly vitals: PointReader['vitals'];
  readonly #store: Store;
  readonly #stored: StoredImage;
  readonly #held: Disposable;

  private constructor(
    store: Store,
    description: Description,
    stored: StoredImage,
    image: PointImage,
    held: Disposable,
  ) {
    this.description = description;
    this.image = image;
    this.vitals = description.vitals;
    this.#store = store;
    this.#stored = stored;
    this.#held = held;
  }

  /** Throws 'not-found' and 'store-damaged'. */
  static async open(store: Store, name: RestorePointName): Promise<StoredPoint> {
    using opening = new DisposableStack();
    const held = opening.use(store.hold());
    const description = await store.describe(name);
    const stored = await readStoredImage(store.blobs, description.image);
    const config = await readChecked(store.blobs, stored.config.digest);
    const { architecture } = imageOf.parse(JSON.parse(config.toString('utf8')));
    const bytes = stored.layers.reduce((sum, { blob }) => sum + blob.size, 0);
    opening.move();
    return new StoredPoint(
      store,
      description,
      stored,
      { configDigest: stored.config.digest, architecture, bytes },
      held,
    );
  }

  async #images(): Promise<readonly CheckpointImage[]> {
    const { checkpoint, places, podman } = this.description;
    if (checkpoint === undefined) throw new Error('this restore point has no checkpoint');
    const stored = await StoredCheckpoint.open(this.#store, checkpoint.root);
    if (podman !== undefined) return await imagesForDocker(stored, places);
    return stored.images.map((image) => asStored(stored, image));
  }

  [Symbol.dispose](): void {
    this.#held[Symbol.dispose]();
  }

  checkpointTar(signal: AbortSignal): Readable {
    return imagesTar(this.#images(), signal);
  }

  placeTar(place: Place, signal: AbortSignal): Readable {
    return placeTar(this.#store, place, signal);
  }

  async imageArchive(engine: Engine, name: string | undefined): Promise<ImageArchive | undefined> {
    if (name !== undefined && (await engine.image(name))?.configDigest === this.image.configDigest)
      return undefined;
    return archiveFor(engine, this.#stored, this.#store.blobs, name);
  }
}

/** See `PointReader.checkpointTar`. */
export function imagesTar(images: Promise<readonly CheckpointImage[]>, signal: AbortSignal): Readable {
  return Readable.from(contentOf(images, signal), { objectMode: false });
}

/** See `PointReader.placeTar`. */
export function placeTar(chunks: ChunkReader, { root, kind, path }: Place, signal: AbortSignal): Readable {
  const rootName = kind === 'file' ? path.slice(path.lastIndexOf('/') + 1) : '.';
  const tar = treeToTar(new TreeReader(chunks, root), { rootName });
  return Readable.from(until(tar, signal), { objectMode: false });
}

async function* contentOf(
  images: Promise<readonly CheckpointImage[]>,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  for await (const part of checkpointTar(await images, signal)) yield part as Buffer;
}

async function* until(parts: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    signal.throwIfAborted();
    yield part;
  }
}
