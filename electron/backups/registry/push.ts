/** An image or a restore point to a registry: the registry is the data centre's store. */
import { type BlobReader, damagedBlob, readChecked } from '../images/blobs.ts';
import { expectReference } from './address.ts';
import { expectNoCircle, parseArtifact, partsOf } from './artifact.ts';
import { uploadBlob } from './blob-upload.ts';
import type { RegistryConnection } from './connection.ts';
import { pushManifest } from './manifests.ts';

export interface PushRequest {
  readonly registry: RegistryConnection;
  readonly blobs: BlobReader;
  /** Digest of the manifest. */
  readonly manifest: string;
  /** The tag it gets there. */
  readonly tag?: string | undefined;
  /** Called with what the registry has taken since the last call. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * With all that it consists of, and what it refers to before it; nothing that the registry has is sent. It can be seen there
 * when everything of it is there, not before. Throws 'store-damaged' for a blob that is not whole, and what
 * `RegistryConnection.request` throws.
 */
export async function push(request: PushRequest): Promise<void> {
  if (request.tag !== undefined) expectReference(request.tag);
  await pushFrom(request, request.manifest, request.tag, []);
}

async function pushFrom(
  request: PushRequest,
  digest: string,
  tag: string | undefined,
  above: readonly string[],
): Promise<void> {
  const { registry, blobs, onBytes } = request;
  const bytes = await readChecked(blobs, digest);
  const manifest = parseArtifact(bytes, () => damagedBlob(digest, 'no manifest'));
  const { subject } = manifest;
  if (subject !== undefined) {
    expectNoCircle(subject.digest, above);
    await pushFrom(request, subject.digest, undefined, [...above, digest]);
  }
  for (const blob of partsOf(manifest)) await uploadBlob({ registry, blobs, ...blob, onBytes });
  await pushManifest(registry, bytes, manifest, tag);
}
