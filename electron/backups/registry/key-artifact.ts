/**
 * The wrapped key of the store that a restore point was made in, beside that point in a registry: a manifest of its own that
 * refers to it. Who has the passphrase or the recovery key of that store needs no more than the registry.
 */
import { ShiplockError } from '../../../shared/errors.ts';
import { type BlobReader, digestOf } from '../images/blobs.ts';
import { mediaTypes } from '../images/oci-image.ts';
import { CarriedKeys } from '../store/keys/carried-keys.ts';
import { type Artifact, parseArtifact, partsOf } from './artifact.ts';
import { downloadBlob } from './blob-download.ts';
import type { RegistryConnection } from './connection.ts';
import { pullManifest, referrersOf } from './manifests.ts';
import { MemoryBlobs } from './memory-blobs.ts';

const artifactType = 'application/vnd.shiplock.store-keys.v1';
const fileType = 'application/vnd.shiplock.store-keys.v1.file';
const titleAnnotation = 'org.opencontainers.image.title';
const emptyType = 'application/vnd.oci.empty.v1+json';

/** The store's blobs and, before them, a manifest of the keys, whose subject is the restore point. */
export async function withKeys(
  blobs: BlobReader,
  keys: CarriedKeys,
  subject: { readonly digest: string; readonly size: number },
): Promise<{ readonly blobs: BlobReader; readonly manifest: string }> {
  const both = new MemoryBlobs(blobs);
  const config = { mediaType: emptyType, ...(await both.add(Buffer.from('{}'))) };
  const layers = [];
  for (const [name, bytes] of keys.files())
    layers.push({
      mediaType: fileType,
      ...(await both.add(bytes)),
      annotations: { [titleAnnotation]: name },
    });
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    ...{ artifactType, config, layers },
    subject: { mediaType: mediaTypes.manifest, ...subject },
  };
  const { digest } = await both.add(Buffer.from(JSON.stringify(manifest)));
  return { blobs: both, manifest: digest };
}

/** What was pushed last with the restore point of that manifest; undefined where no keys were. Throws as `pull` does. */
export async function keysOf(registry: RegistryConnection, point: Buffer): Promise<CarriedKeys | undefined> {
  const found = await referrersOf(registry, digestOf(point));
  const last = found.findLast((each) => each.artifactType === artifactType);
  if (last === undefined) return undefined;
  const bytes = await pullManifest(registry, last.digest);
  const manifest = parseArtifact(bytes, noKeys);
  return CarriedKeys.from(await filesOf(registry, manifest));
}

async function filesOf(registry: RegistryConnection, manifest: Artifact): Promise<Map<string, Buffer>> {
  const blobs = new MemoryBlobs();
  for (const { digest } of partsOf(manifest))
    await downloadBlob({ registry, blobs, digest, onBytes: () => undefined });
  const files = new Map<string, Buffer>();
  for (const { digest, annotations } of manifest.layers)
    files.set(annotations?.[titleAnnotation] ?? '', await blobs.read(digest));
  return files;
}

const noKeys = (): ShiplockError =>
  new ShiplockError(
    'transfer-failed',
    {
      en: 'What the registry has as the keys of the restore point makes no sense.',
      zh: '镜像仓库中该还原点的密钥内容无法理解。',
    },
    {
      state: { en: 'Nothing was taken.', zh: '没有取用任何内容。' },
      remedy: {
        en: 'Push the restore point again from a store that has it.',
        zh: '请从有它的存储重新推送该还原点。',
      },
    },
  );
