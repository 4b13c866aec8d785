/** An image or a restore point, as its manifest tells: what it consists of, and what it was made from. */
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import { descriptor, mediaTypes, parsed } from '../images/oci-image.ts';

const artifact = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.string().default(mediaTypes.manifest),
  artifactType: z.string().optional(),
  config: descriptor,
  layers: z.array(descriptor),
  subject: descriptor.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Artifact = z.infer<typeof artifact>;

/** Throws what `wrong` gives for what is no manifest of one. */
export function parseArtifact(bytes: Buffer, wrong: () => Error): Artifact {
  const { data } = artifact.safeParse(parsed(bytes));
  if (data === undefined) throw wrong();
  return data;
}

/** Its configuration and layers, each once. */
export function partsOf({ config, layers }: Artifact): { digest: string; size: number }[] {
  const parts = new Map([config, ...layers].map(({ digest, size }) => [digest, { digest, size }]));
  return [...parts.values()];
}

/** A restore point refers to an image, and an image to nothing: a longer chain is not followed. */
export function expectNoCircle(digest: string, above: readonly string[]): void {
  if (above.length < 3) return;
  throw new ShiplockError(
    'transfer-failed',
    {
      en: `Manifest ${digest} is the end of a chain of manifests that is too long.`,
      zh: `清单 ${digest} 所在的清单链过长。`,
    },
    {
      details: above.join('\n'),
    },
  );
}
