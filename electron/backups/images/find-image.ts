/** An image of the store by its identity. */
import { isDamage } from '../store/failure.ts';
import type { ImageReader } from '../store/image-reader.ts';
import type { Digest } from '../store/layout.ts';
import { damagedBlob } from './blobs.ts';
import { readStoredImage, type StoredImage } from './stored-image.ts';

/**
 * The image with that configuration; undefined where there is none. Throws 'store-damaged', naming the blob, where it is not
 * whole, and where no image is it but one that cannot be read may be.
 */
export async function findImage(
  reader: Pick<ImageReader, 'list' | 'blobs'>,
  configDigest: string,
): Promise<StoredImage | undefined> {
  const { blobs } = reader;
  let notWhole: unknown;
  let unreadable: unknown;
  for (const { digest } of reader.list()) {
    try {
      const image = await readStoredImage(blobs, digest);
      if (image.config.digest !== configDigest) continue;
      const missing = image.layers.find(({ blob }) => !blobs.has(blob.digest as Digest));
      if (missing === undefined) return image;
      notWhole = damagedBlob(missing.blob.digest);
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      unreadable = thrown;
    }
  }
  const damage = notWhole ?? unreadable;
  if (damage !== undefined) throw damage;
  return undefined;
}
