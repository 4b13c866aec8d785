/** What the store has of images, for a list. */
import { isDamage } from '../store/failure.ts';
import type { ImageReader } from '../store/image-reader.ts';
import { refName } from '../store/index-json.ts';
import type { Digest } from '../store/layout.ts';
import { readStoredImage } from '../images/stored-image.ts';
import { isKept } from './store-ahead.ts';

export interface ListedImage {
  /** By which other tools find it in the store. */
  readonly name: string;
  readonly manifest: Digest;
  /** Digest of its configuration; of its manifest where it cannot be read. */
  readonly digest: string;
  /** From the lowest up: each layer's digest when it is not compressed, and what it takes in the store. */
  readonly layers: { digest: string; bytes: number }[];
  /** Its manifest and its configuration are. */
  readonly isReadable: boolean;
  readonly isWhole: boolean;
  /** It stays without a restore point that is of it. */
  readonly isKept: boolean;
}

/** Throws 'store-damaged' when the store's list cannot be read. */
export async function listImages(reader: ImageReader): Promise<ListedImage[]> {
  const images: ListedImage[] = [];
  for (const descriptor of reader.list()) {
    const about = {
      name: descriptor.annotations?.[refName] ?? descriptor.digest,
      manifest: descriptor.digest,
      isKept: isKept(descriptor),
    };
    try {
      const { config, layers } = await readStoredImage(reader.blobs, descriptor.digest);
      images.push({
        ...about,
        digest: config.digest,
        layers: layers.map(({ diffId, blob }) => ({ digest: diffId, bytes: blob.size })),
        isReadable: true,
        isWhole: layers.every(({ blob }) => reader.blobs.has(blob.digest as Digest)),
      });
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      images.push({ ...about, digest: descriptor.digest, layers: [], isReadable: false, isWhole: false });
    }
  }
  return images;
}
