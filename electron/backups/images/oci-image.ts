/** OCI's image manifest and image configuration, as far as Shiplock reads and writes them (image-spec 1.1). */
import { z } from 'zod';

export const mediaTypes = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  layerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  layerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
} as const;

/** Annotation of a layer: how many bytes it is when it is not compressed, which OCI has no word for. */
export const plainSizeAnnotation = 'vnd.shiplock.plain-size';

/** Annotations by which other tools find an image in a layout or an archive. */
export const nameAnnotations = {
  oci: 'org.opencontainers.image.ref.name',
  containerd: 'io.containerd.image.name',
} as const;

export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'not a digest');

export const descriptor = z.looseObject({
  mediaType: z.string(),
  digest,
  size: z.number().int().nonnegative(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

export const imageManifest = z.looseObject({
  schemaVersion: z.literal(2),
  config: descriptor,
  layers: z.array(descriptor),
});

/** Its digest is the image's identity: it names the layers too. */
export const imageConfig = z.looseObject({
  rootfs: z.looseObject({ type: z.literal('layers'), diff_ids: z.array(digest).nullish() }),
});

/** What is JSON, or undefined, which no schema here takes. */
export function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The same configuration and blobs give the same bytes. */
export function manifestBytes(config: Descriptor, layers: readonly Descriptor[]): Buffer {
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers }));
}

/** Where an image layout, and an archive of one, keeps a blob. */
export const blobPath = (blob: string): string => `blobs/sha256/${blob.slice('sha256:'.length)}`;
