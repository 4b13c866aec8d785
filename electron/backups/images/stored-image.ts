/** An image in the store: its manifest and its configuration say together which blob holds which layer. */
import { z } from 'zod';
import { type BlobReader, damagedBlob, readChecked } from './blobs.ts';
import {
  type Descriptor,
  imageConfig,
  imageManifest,
  mediaTypes,
  parsed,
  plainSizeAnnotation,
} from './oci-image.ts';

export interface StoredLayer {
  /** Digest of the layer when it is not compressed: its link in the chain. */
  readonly diffId: string;
  readonly blob: Descriptor;
}

export interface StoredImage {
  /** What a restore point refers to, and what `index.json` lists. */
  readonly manifest: Descriptor;
  /** Its digest is the image's identity. */
  readonly config: Descriptor;
  /** From the lowest up. A layer that comes twice in the chain stands here twice. */
  readonly layers: readonly StoredLayer[];
}

/** From the layout alone. Throws 'store-damaged', naming the blob, when the manifest or the configuration is not whole. */
export async function readStoredImage(blobs: BlobReader, manifestDigest: string): Promise<StoredImage> {
  const bytes = await readChecked(blobs, manifestDigest);
  const { config, layers } = parse(imageManifest, bytes, manifestDigest);
  const { rootfs } = parse(imageConfig, await readChecked(blobs, config.digest), config.digest);
  const diffIds = rootfs.diff_ids ?? [];
  if (diffIds.length !== layers.length) {
    throw damagedBlob(manifestDigest, `${layers.length} layers, and ${diffIds.length} in its configuration`);
  }
  return {
    manifest: { mediaType: mediaTypes.manifest, digest: manifestDigest, size: bytes.length },
    config,
    layers: layers.flatMap((blob, index) => {
      const diffId = diffIds[index];
      return diffId === undefined ? [] : [{ diffId, blob }];
    }),
  };
}

/** How many bytes the layer is when it is not compressed; undefined for one that another tool wrote compressed. */
export function plainSize({ diffId, blob }: StoredLayer): number | undefined {
  if (blob.digest === diffId) return blob.size;
  const said = blob.annotations?.[plainSizeAnnotation];
  return said !== undefined && /^\d{1,15}$/.test(said) ? Number(said) : undefined;
}

function parse<Schema extends z.ZodType>(schema: Schema, bytes: Buffer, digest: string): z.output<Schema> {
  const read = schema.safeParse(parsed(bytes));
  if (read.success) return read.data;
  throw damagedBlob(digest, z.prettifyError(read.error));
}
