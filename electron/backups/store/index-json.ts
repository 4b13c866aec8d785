/** `index.json`: what the store holds. A restore point or an image that it does not name is not there. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { damaged } from './failure.ts';
import { numberOf } from './index/points.ts';
import { type Digest, digestSchema, type Layout } from './layout.ts';
import { replaceFile } from './replace-file.ts';
import { digestOf } from './blob-file.ts';

export const restorePointType = 'application/vnd.shiplock.restore-point.v1';
export const refName = 'org.opencontainers.image.ref.name';
/** On an image: it stays without a restore point that is of it. */
export const keptAnnotation = 'vnd.shiplock.kept';
/** On the whole: the number of the last restore point that was given a name. */
const lastAnnotation = 'vnd.shiplock.last';

export const descriptor = z.looseObject({
  mediaType: z.string(),
  digest: digestSchema,
  size: z.number().int().nonnegative(),
  artifactType: z.string().optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Descriptor = z.infer<typeof descriptor>;

const indexJson = z.looseObject({
  schemaVersion: z.literal(2),
  manifests: z.array(descriptor),
  annotations: z.record(z.string(), z.string()).optional(),
});

export interface Contents {
  readonly manifests: readonly Descriptor[];
  /** The number of the last restore point that was given a name, ever. */
  readonly last: number;
  /** Of the file. */
  readonly digest: Digest;
}

export function isRestorePoint({ artifactType }: Descriptor): boolean {
  return artifactType === restorePointType;
}

/** Of the restore point whose manifest this is; 0 when the descriptor does not say. */
function numberIn({ annotations }: Descriptor): number {
  return numberOf(annotations?.[refName] ?? '') || 0;
}

/** Throws 'store-damaged'. */
export function readContents({ indexJson: file }: Layout): Contents {
  try {
    const bytes = readFileSync(file);
    const { manifests, annotations } = indexJson.parse(JSON.parse(bytes.toString('utf8')));
    const said = z.coerce
      .number()
      .int()
      .nonnegative()
      .parse(annotations?.[lastAnnotation] ?? 0);
    const last = Math.max(said, ...manifests.filter(isRestorePoint).map(numberIn));
    return { manifests, last, digest: digestOf(bytes) };
  } catch (thrown) {
    throw damaged(
      {
        en: `${file}, which lists what the store holds, cannot be read.`,
        zh: `列出存储内容的 ${file} 无法读取。`,
      },
      {
        remedy: { en: 'Bring it back from a copy of the store.', zh: '请从存储的副本中取回它。' },
        cause: thrown,
      },
    );
  }
}

/** On the disk when this returns its digest. Only under the store's lock, and after everything that it names. */
export function replaceContents(
  { indexJson: file }: Layout,
  { manifests, last }: Pick<Contents, 'manifests' | 'last'>,
): Digest {
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests,
    annotations: { [lastAnnotation]: String(last) },
  });
  replaceFile(file, text);
  return digestOf(Buffer.from(text));
}
