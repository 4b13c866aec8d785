/** Blobs of images that were found damaged, fetched again from a host that still has the image. */
import type { Engine, ImageFacts } from '../engines/engine.ts';
import type { Session } from '../hosts/session.ts';
import { ImageCatalogue } from './images/known-images.ts';
import { storeImage } from './images/store-image.ts';
import { isDamage } from './store/failure.ts';
import { refName } from './store/index-json.ts';
import type { Digest } from './store/layout.ts';
import { type Manifest, parseManifest } from './store/manifest.ts';
import type { Store } from './store/store.ts';

export interface MendRequest {
  readonly session: Session;
  readonly engine: Engine;
  readonly store: Store;
  readonly damaged: readonly Digest[];
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Gives those of them that are whole again; only what is damaged is asked of the host. A layer that another version of zstd makes
 * other bytes of is not the blob that restore points name, and so not mended. Throws what `storeImage` throws.
 */
export async function mendImages(request: MendRequest): Promise<Digest[]> {
  const { session, engine, store, damaged, onBytes, signal } = request;
  const manifests = store.images().map(({ digest }) => digest);
  using addition = store.begin();
  for (const image of await damagedImages(store, damaged)) {
    const found = await imageOn(engine, image);
    if (found === undefined) continue;
    const known = await ImageCatalogue.read(store.blobs, manifests);
    const asked = { image: found, name: found.id, blobs: addition.blobs, known };
    await storeImage({ session, engine, ...asked, compression: 'none', onBytes, signal });
  }
  return damaged.filter((digest) => store.blobs.has(digest));
}

interface DamagedImage {
  /** Undefined where the manifest itself is damaged. */
  readonly configDigest: string | undefined;
  readonly name: string | undefined;
}

async function damagedImages(store: Store, damaged: readonly Digest[]): Promise<DamagedImage[]> {
  const images: DamagedImage[] = [];
  for (const { digest, annotations } of store.images()) {
    // The configuration's name is enough; whether its bytes are whole is another question.
    const manifest = await readUnlessDamaged(store, digest);
    const parts =
      manifest === null ? [digest] : [manifest.config, ...manifest.layers].map((part) => part.digest);
    if (!parts.some((part) => damaged.includes(part))) continue;
    const name = annotations?.[refName]?.replace(/@sha256:[0-9a-f]{64}$/, '');
    images.push({ configDigest: manifest?.config.digest, name });
  }
  return images;
}

async function readUnlessDamaged(store: Store, digest: Digest): Promise<Manifest | null> {
  try {
    return parseManifest(await store.blobs.read(digest));
  } catch (thrown) {
    if (isDamage(thrown)) return null;
    throw thrown;
  }
}

async function imageOn(
  engine: Engine,
  { configDigest, name }: DamagedImage,
): Promise<ImageFacts | undefined> {
  for (const reference of [configDigest, name]) {
    const found = reference === undefined ? undefined : await engine.image(reference);
    if (found !== undefined && (configDigest ?? found.configDigest) === found.configDigest) return found;
  }
  return undefined;
}
