/** Which images and layers the store has, by what an engine knows of them: digests of what is not compressed. */
import { asShiplockError } from '../../../shared/errors.ts';
import type { BlobReader } from './blobs.ts';
import type { Descriptor } from './oci-image.ts';
import { readStoredImage, type StoredImage, type StoredLayer } from './stored-image.ts';

export interface KnownImages {
  /** The image with that configuration. */
  image(configDigest: string): StoredImage | undefined;
  /** The blob that holds the layer with that diffId. */
  layer(diffId: string): Descriptor | undefined;
  /** Called for a layer that has arrived, before any manifest names it: the next try need not fetch it again. */
  addLayer(layer: StoredLayer): void;
}

/** In memory; finding one takes no longer however many there are. */
export class ImageCatalogue implements KnownImages {
  readonly #images = new Map<string, StoredImage>();
  readonly #layers = new Map<string, Descriptor>();

  /** From the layout alone: two small blobs an image. One that is damaged is not known, so that it is fetched again. */
  static async read(blobs: BlobReader, manifestDigests: Iterable<string>): Promise<ImageCatalogue> {
    const catalogue = new ImageCatalogue();
    for (const digest of new Set(manifestDigests)) {
      try {
        catalogue.add(await readStoredImage(blobs, digest));
      } catch (thrown) {
        if (asShiplockError(thrown).code !== 'store-damaged') throw thrown;
      }
    }
    return catalogue;
  }

  /** What was heard last counts: it is newly found to be there. */
  add(image: StoredImage): void {
    this.#images.set(image.config.digest, image);
    for (const layer of image.layers) this.addLayer(layer);
  }

  addLayer({ diffId, blob }: StoredLayer): void {
    this.#layers.set(diffId, blob);
  }

  image(configDigest: string): StoredImage | undefined {
    return this.#images.get(configDigest);
  }

  layer(diffId: string): Descriptor | undefined {
    return this.#layers.get(diffId);
  }
}
