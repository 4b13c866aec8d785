/** Which images and layers the store has, by what an engine knows of them: digests of what is not compressed. */
import type { BlobReader } from './blobs.ts';
import type { Descriptor } from './oci-image.ts';
import { readStoredImage, type StoredImage } from './stored-image.ts';

export interface KnownImages {
  /** The image with that configuration. */
  image(configDigest: string): StoredImage | undefined;
  /** The blob that holds the layer with that diffId. */
  layer(diffId: string): Descriptor | undefined;
}

/** In memory; finding one takes no longer however many there are. */
export class ImageCatalogue implements KnownImages {
  readonly #images = new Map<string, StoredImage>();
  readonly #layers = new Map<string, Descriptor>();

  /** From the layout alone: two small blobs an image. Throws 'store-damaged', naming the blob that is. */
  static async read(blobs: BlobReader, manifestDigests: Iterable<string>): Promise<ImageCatalogue> {
    const catalogue = new ImageCatalogue();
    for (const digest of new Set(manifestDigests)) catalogue.add(await readStoredImage(blobs, digest));
    return catalogue;
  }

  /** What was known first stays: the same layer is not referred to in two ways. */
  add(image: StoredImage): void {
    if (!this.#images.has(image.config.digest)) this.#images.set(image.config.digest, image);
    for (const { diffId, blob } of image.layers) {
      if (!this.#layers.has(diffId)) this.#layers.set(diffId, blob);
    }
  }

  image(configDigest: string): StoredImage | undefined {
    return this.#images.get(configDigest);
  }

  layer(diffId: string): Descriptor | undefined {
    return this.#layers.get(diffId);
  }
}
