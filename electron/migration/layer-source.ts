/** Image layers that this laptop keeps: what a move need not have its source send. */
import type { Readable } from 'node:stream';
import type { Engine } from '../engines/engine.ts';

export interface LayerSource {
  /**
   * The image with that configuration; undefined where not all of it is kept. Asks no person and no host. Throws
   * 'store-damaged' and 'busy'.
   */
  find(configDigest: string): Promise<KeptImage | undefined>;
}

/** Stays whole until it is disposed of. */
export interface KeptImage extends Disposable {
  /**
   * For that engine's `importCommand`, without the layers that it has; undefined where it would then not know the image by
   * that name. The stream fails with 'store-damaged' before a damaged layer is whole. Throws 'store-damaged', and what the
   * engine throws.
   */
  archive(engine: Engine, name: string): Promise<Readable | undefined>;
}
