/** An image of a host into the store for itself, so that it is there before anyone needs it. */
import type { Engine } from '../../engines/engine.ts';
import type { Session } from '../../hosts/session.ts';
import { ImageCatalogue } from '../images/known-images.ts';
import { storeImage } from '../images/store-image.ts';
import type { ImageReader } from '../store/image-reader.ts';
import { type Descriptor, keptAnnotation } from '../store/index-json.ts';
import type { Digest } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { HostImage } from './host-images.ts';

export interface StoreAheadRequest {
  readonly session: Session;
  readonly engine: Engine;
  readonly store: Store;
  readonly image: HostImage;
  /** Called with what has come from the host since the last call. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * All of it is in the store when this returns, and stays there without a restore point that is of it. Only the layers that
 * the store lacks come from the host. Throws what `storeImage` throws; then the store has nothing of it that anyone sees.
 */
export async function storeAhead(request: StoreAheadRequest): Promise<void> {
  const { session, engine, store, image, onBytes, signal } = request;
  const { facts, name } = image;
  using addition = store.begin();
  const digests = store.images().map(({ digest }) => digest);
  const known = await ImageCatalogue.read(store.blobs, digests);
  const { manifest } = await storeImage({
    ...{ session, engine, image: facts, name, blobs: addition.blobs, known },
    compression: 'none',
    onBytes,
    signal,
  });
  addition.setImage({ ...manifest, digest: manifest.digest as Digest }, name);
  await addition.commitImage();
}

/** Those of them that the store does not have whole, or would not keep for themselves. Asks no host; reads two small blobs an image. */
export async function notStoredAhead(
  reader: ImageReader | undefined,
  images: readonly HostImage[],
): Promise<HostImage[]> {
  if (reader === undefined) return [...images];
  const listed = reader.list();
  const kept = new Set(listed.filter(isKept).map(({ digest }) => digest as string));
  const known = await ImageCatalogue.read(
    reader.blobs,
    listed.map(({ digest }) => digest),
  );
  return images.filter(({ facts }) => {
    const image = known.image(facts.configDigest);
    if (image === undefined || !kept.has(image.manifest.digest)) return true;
    return image.layers.some(({ blob }) => !reader.blobs.has(blob.digest as Digest));
  });
}

export const isKept = ({ annotations }: Descriptor): boolean => annotations?.[keptAnnotation] !== undefined;
