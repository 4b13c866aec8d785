/** The manifests of the layout: restore points', which Shiplock writes, and images', as every registry has them. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Description } from '../restore-point.ts';
import { digestOf } from './blob-file.ts';
import { damaged } from './failure.ts';
import { type IndexedPoint, nameOf, numberOf, type RestorePointSummary } from './index/points.ts';
import { type Descriptor, descriptor, restorePointType } from './index-json.ts';
import type { Digest, Layout } from './layout.ts';

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const configType = 'application/vnd.shiplock.restore-point.config.v1';
export const packType = 'application/vnd.shiplock.pack.v1';

const manifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  config: descriptor,
  layers: z.array(descriptor),
  subject: descriptor.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;

const count = z.coerce.number().int().nonnegative();
const pointAnnotations = z.object({
  'vnd.shiplock.name': z.string().refine((name) => !Number.isNaN(numberOf(name))),
  'vnd.shiplock.container': z.string(),
  'vnd.shiplock.host': z.string(),
  'vnd.shiplock.kind': z.enum(['with-memory', 'files-only']),
  'vnd.shiplock.size': count,
  'vnd.shiplock.added': count,
  'org.opencontainers.image.created': z.string(),
  'org.opencontainers.image.description': z.string().optional(),
});

/** What a list shows of the restore point, from what it says of itself. */
export function summaryOf(description: Description, name: RestorePointSummary['name'], added: number) {
  const { at, host, container, places, checkpoint, comment } = description;
  const size = places.reduce((sum, { bytes }) => sum + bytes, checkpoint?.bytes ?? 0);
  const kind = checkpoint === undefined ? 'files-only' : 'with-memory';
  return {
    ...{ name, at, host, container: container.name, kind, size, added },
    ...(comment !== undefined && { comment }),
  } satisfies RestorePointSummary;
}

export function writePointManifest(
  summary: RestorePointSummary,
  parts: { config: Descriptor; packs: readonly Descriptor[]; image?: Descriptor | undefined },
): Buffer {
  const { name, at, host, container, kind, size, added, comment } = summary;
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: restorePointType,
    config: parts.config,
    layers: parts.packs,
    ...(parts.image !== undefined && { subject: parts.image }),
    annotations: {
      'vnd.shiplock.name': name,
      'vnd.shiplock.container': container,
      'vnd.shiplock.host': host,
      'vnd.shiplock.kind': kind,
      'vnd.shiplock.size': String(size),
      'vnd.shiplock.added': String(added),
      'org.opencontainers.image.created': at,
      ...(comment !== undefined && { 'org.opencontainers.image.description': comment }),
    },
  };
  return Buffer.from(JSON.stringify(manifest));
}

/** Throws 'store-damaged' for what is no manifest. */
export function parseManifest(bytes: Uint8Array): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (thrown) {
    throw damaged(
      { en: 'A manifest does not have the form of one.', zh: '有一个清单格式不正确。' },
      { cause: thrown },
    );
  }
}

/** Checked against its digest. Throws 'store-damaged', which names it. */
export function readManifest(layout: Layout, digest: Digest): Manifest {
  try {
    const bytes = readFileSync(layout.blob(digest));
    if (digestOf(bytes) !== digest) throw new Error('its bytes do not have its digest');
    return manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (thrown) {
    throw damaged(
      { en: `The manifest ${digest} is missing or damaged.`, zh: `清单 ${digest} 缺失或已损坏。` },
      { cause: thrown },
    );
  }
}

/** What a list shows of the restore point whose manifest this is. Throws 'store-damaged'. */
export function readSummary(manifest: Manifest, digest: Digest): IndexedPoint {
  const parsed = pointAnnotations.safeParse(manifest.annotations);
  if (!parsed.success) {
    throw damaged(
      {
        en: `The manifest ${digest} does not say which restore point it is.`,
        zh: `清单 ${digest} 没有说明它是哪个还原点。`,
      },
      { cause: parsed.error },
    );
  }
  const said = parsed.data;
  const comment = said['org.opencontainers.image.description'];
  return {
    name: nameOf(numberOf(said['vnd.shiplock.name'])),
    manifest: digest,
    at: said['org.opencontainers.image.created'],
    host: said['vnd.shiplock.host'],
    container: said['vnd.shiplock.container'],
    kind: said['vnd.shiplock.kind'],
    size: said['vnd.shiplock.size'],
    added: said['vnd.shiplock.added'],
    ...(manifest.subject !== undefined && { image: manifest.subject.digest }),
    ...(comment !== undefined && { comment }),
  };
}
