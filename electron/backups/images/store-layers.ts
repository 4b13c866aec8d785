/** What a move need not have its source send: the images of the store. */
import type { Readable } from 'node:stream';
import type { Engine } from '../../engines/engine.ts';
import type { KeptImage, LayerSource } from '../../migration/layer-source.ts';
import { ImageReader } from '../store/image-reader.ts';
import { archiveFor, isKnownBy, nameFor } from './engine-image.ts';
import { findImage } from './find-image.ts';

export class StoreLayers implements LayerSource {
  readonly #folder: string;

  /** `folder`: of the store, which need not be there yet. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async find(configDigest: string): Promise<KeptImage | undefined> {
    const reader = ImageReader.open(this.#folder);
    if (reader === undefined) return undefined;
    try {
      const image = await findImage(reader, configDigest);
      if (image === undefined) {
        reader[Symbol.dispose]();
        return undefined;
      }
      return {
        async archive(engine: Engine, name: string): Promise<Readable | undefined> {
          if (!(await isKnownBy(engine, { name, configDigest }))) return undefined;
          return (await archiveFor(engine, image, reader.blobs, nameFor(name))).stream;
        },
        [Symbol.dispose]: () => reader[Symbol.dispose](),
      };
    } catch (thrown) {
      reader[Symbol.dispose]();
      throw thrown;
    }
  }
}
