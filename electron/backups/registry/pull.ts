/** An image or a restore point from a registry into the store. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { BlobWriter } from '../images/blobs.ts';
import type { Descriptor } from '../images/oci-image.ts';
import { expectReference } from './address.ts';
import { type Artifact, expectNoCircle, parseArtifact, partsOf } from './artifact.ts';
import { downloadBlob } from './blob-download.ts';
import type { RegistryConnection } from './connection.ts';
import { pullManifest } from './manifests.ts';

export interface PullRequest {
  readonly registry: RegistryConnection;
  readonly blobs: BlobWriter;
  /** A tag, or a manifest's digest. */
  readonly reference: string;
  /** Called with what has come since the last call. */
  readonly onBytes: (bytes: number) => void;
}

export interface Pulled {
  /** With its annotations: what `index.json` lists. */
  readonly manifest: Descriptor;
  readonly artifactType: string | undefined;
  /** What it refers to; it is in the store too. */
  readonly subject: Pulled | undefined;
}

/**
 * With all that it consists of and what it refers to; nothing that the store has is fetched. The manifest is stored last, and
 * listed by nobody yet: that is the caller's. Throws 'not-found', 'transfer-failed' for what is not what its digest says,
 * and what `RegistryConnection.request` throws.
 */
export async function pull(request: PullRequest): Promise<Pulled> {
  expectReference(request.reference);
  return pullFrom(request, request.reference, []);
}

async function pullFrom(request: PullRequest, reference: string, above: readonly string[]): Promise<Pulled> {
  const { registry, blobs, onBytes } = request;
  const bytes = await pullManifest(registry, reference);
  const manifest = parseArtifact(bytes, () => noManifest(registry, reference));
  const subject = await pullSubject(request, manifest, [...above, reference]);
  for (const { digest } of partsOf(manifest)) await downloadBlob({ registry, blobs, digest, onBytes });
  const { mediaType, artifactType, annotations } = manifest;
  const blob = await blobs.add(bytes);
  return { manifest: { mediaType, ...blob, ...(annotations && { annotations }) }, artifactType, subject };
}

async function pullSubject(
  request: PullRequest,
  { subject }: Artifact,
  above: readonly string[],
): Promise<Pulled | undefined> {
  if (subject === undefined) return undefined;
  expectNoCircle(subject.digest, above);
  return pullFrom(request, subject.digest, above);
}

function noManifest({ address }: RegistryConnection, reference: string): ShiplockError {
  const { origin, repository } = address;
  return new ShiplockError(
    'transfer-failed',
    {
      en: `What ${origin} has as ${reference} in ${repository} is neither an image nor a restore point.`,
      zh: `${origin} 的 ${repository} 中的 ${reference} 既不是镜像也不是还原点。`,
    },
    {
      state: { en: 'Nothing was taken.', zh: '没有取用任何内容。' },
      remedy: {
        en: 'Check the name. Of an image for several processors, name the manifest for one by its digest.',
        zh: '请检查名称。如果是多处理器架构的镜像，请用摘要指定其中一种的清单。',
      },
    },
  );
}
