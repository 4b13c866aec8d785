/** The archive that an engine saves an image as, read once from its beginning to its end: the layers go into blobs. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { ShiplockError } from '../../../shared/errors.ts';
import type { ImageFacts } from '../../engines/engine.ts';
import { type BlobWriter, digestOf } from './blobs.ts';
import { storeLayer } from './layer-blob.ts';
import { blobPath, type Descriptor } from './oci-image.ts';
import type { StoredLayer } from './stored-image.ts';

export interface SavedArchive {
  readonly stream: Readable;
  readonly image: ImageFacts;
  readonly blobs: BlobWriter;
  /** Called for each layer when it is in the store. */
  readonly onLayer: (layer: StoredLayer) => void;
  /** The error for an archive that is not the image's. */
  readonly wrong: (details: string) => ShiplockError;
}

export interface SavedImage {
  readonly config: Buffer;
  /** The layers that were in it, by diffId. */
  readonly arrived: ReadonlyMap<string, Descriptor>;
}

/** A real one has some kilobytes; no host fills the laptop's memory. */
const maxConfigBytes = 8 * 1024 * 1024;

/**
 * What stands in the archive beside the configuration and the layers is the engine's own, and passed over. Throws what
 * `wrong` gives, what the stream fails with, and what the store throws.
 */
export async function readSaved({ stream, image, blobs, onLayer, wrong }: SavedArchive): Promise<SavedImage> {
  const layers = new Map(image.layers.map((layer) => [layer.archivePath, layer]));
  const configPath = blobPath(image.configDigest);
  const archive = extract();
  const feeding = pipeline(stream, archive);
  feeding.catch(() => undefined);
  const arrived = new Map<string, Descriptor>();
  let config: Buffer | undefined;
  try {
    for await (const entry of archive) {
      const { name, size = 0 } = entry.header;
      const content = entry as AsyncIterable<Buffer>;
      const layer = layers.get(name);
      if (name === configPath && size <= maxConfigBytes) config = await entireOf(content);
      else if (layer !== undefined && !arrived.has(layer.diffId)) {
        const { diffId } = layer;
        const blobDigest = `sha256:${name.slice(blobPath('sha256:').length)}`;
        const wrongLayer = (found: string): ShiplockError => wrong(`layer ${diffId}: ${found}`);
        const blob = await storeLayer(blobs, { diffId, blobDigest, content, wrong: wrongLayer });
        arrived.set(diffId, blob);
        onLayer({ diffId, blob });
      } else entry.resume();
    }
    await feeding;
  } catch (error) {
    archive.destroy();
    const tear = await feeding.catch((reason: unknown) => reason);
    if (error !== tear || !(error instanceof Error) || error instanceof ShiplockError) throw error;
    throw wrong(`an archive that cannot be read: ${error.message}`);
  }
  if (config === undefined || digestOf(config) !== image.configDigest) {
    throw wrong(`no configuration ${image.configDigest}`);
  }
  return { config, arrived };
}

async function entireOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}
