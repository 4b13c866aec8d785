/** Manifests in a registry, and which of them refer to another: what the registry answers itself, or a list kept under a tag. */
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import { digestOf } from '../images/blobs.ts';
import { type Descriptor, descriptor, mediaTypes, parsed } from '../images/oci-image.ts';
import type { Artifact } from './artifact.ts';
import { bodyOf } from './body.ts';
import type { RegistryConnection } from './connection.ts';
import { withPatience } from './patience.ts';

export interface Referrer extends Descriptor {
  readonly artifactType?: string | undefined;
}
const referrerIndex = z.looseObject({
  manifests: z.array(descriptor.extend({ artifactType: z.string().optional() })),
});

/** Registries take no larger ones (distribution-spec: at least 4 MiB must be taken). */
const maxManifestBytes = 4 * 1024 * 1024;

/** `reference`: a tag or a digest. Throws 'not-found', 'transfer-failed' when it is not what its digest says. */
export async function pullManifest(registry: RegistryConnection, reference: string): Promise<Buffer> {
  const found = await get(registry, reference);
  if (found !== undefined) return found;
  const { origin, repository } = registry.address;
  throw new ShiplockError(
    'not-found',
    {
      en: `The registry ${origin} has no ${reference} in ${repository}.`,
      zh: `镜像仓库 ${origin} 的 ${repository} 中没有 ${reference}。`,
    },
    {
      remedy: {
        en: 'Check the name, and that it was pushed there.',
        zh: '请检查名称，以及是否已推送到那里。',
      },
    },
  );
}

/**
 * Under its digest, and under the tag if there is one. What it consists of is to be there before it. A manifest that has a
 * subject is found by `referrersOf` afterwards. Two laptops that push to one subject at the same time may overwrite each
 * other's entry where the registry has no list of its own; both manifests are there all the same.
 */
export async function pushManifest(
  registry: RegistryConnection,
  bytes: Buffer,
  manifest: Artifact,
  tag?: string,
): Promise<void> {
  const digest = digestOf(bytes);
  let keepsList = false;
  for (const reference of tag === undefined ? [digest] : [digest, tag]) {
    const response = await put(registry, reference, bytes, manifest.mediaType);
    keepsList ||= response.headers.has('oci-subject');
  }
  if (manifest.subject === undefined || keepsList) return;
  const { mediaType, annotations } = manifest;
  const artifactType = manifest.artifactType ?? manifest.config.mediaType;
  const entry = { mediaType, digest, size: bytes.length, artifactType, ...(annotations && { annotations }) };
  const list = await listUnderTag(registry, manifest.subject.digest);
  if (list.some((each) => each.digest === digest)) return;
  const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [...list, entry] };
  const listTag = tagOf(manifest.subject.digest);
  await put(registry, listTag, Buffer.from(JSON.stringify(index)), mediaTypes.index);
}

/** What refers to that manifest, of every kind. */
export async function referrersOf(
  registry: RegistryConnection,
  digest: string,
): Promise<readonly Referrer[]> {
  const ask = (): Promise<Response> =>
    registry.request(registry.at(`referrers/${digest}`), {
      headers: { accept: mediaTypes.index },
      expected: [200, 404],
    });
  const response = await withPatience(ask, registry);
  const isList = response.headers.get('content-type')?.startsWith(mediaTypes.index) === true;
  if (response.status === 200 && isList) return listed(registry, await contentOf(registry, response));
  await response.body?.cancel();
  return listUnderTag(registry, digest);
}

/** The tag that the specification has for registries without a list of their own. */
const tagOf = (digest: string): string => digest.replace(':', '-');

async function listUnderTag(registry: RegistryConnection, digest: string): Promise<readonly Referrer[]> {
  const bytes = await get(registry, tagOf(digest));
  return bytes === undefined ? [] : listed(registry, bytes);
}

function listed({ address }: RegistryConnection, bytes: Buffer): readonly Referrer[] {
  const { data } = referrerIndex.safeParse(parsed(bytes));
  if (data !== undefined) return data.manifests;
  throw new ShiplockError('transfer-failed', {
    en: `A list of manifests from ${address.origin} makes no sense.`,
    zh: `${address.origin} 给出的清单列表无法理解。`,
  });
}

async function get(registry: RegistryConnection, reference: string): Promise<Buffer | undefined> {
  const ask = async (): Promise<Buffer | undefined> => {
    const response = await registry.request(registry.at(`manifests/${reference}`), {
      headers: { accept: `${mediaTypes.manifest}, ${mediaTypes.index}` },
      expected: [200, 404],
    });
    if (response.status === 200) return contentOf(registry, response);
    await response.body?.cancel();
    return undefined;
  };
  const bytes = await withPatience(ask, registry);
  if (bytes === undefined || !reference.startsWith('sha256:') || digestOf(bytes) === reference) return bytes;
  throw new ShiplockError(
    'transfer-failed',
    {
      en: `The registry ${registry.address.origin} gave another manifest for ${reference}.`,
      zh: `镜像仓库 ${registry.address.origin} 给出的清单与 ${reference} 不符。`,
    },
    {
      state: { en: 'It was not taken.', zh: '没有采用它。' },
      remedy: { en: 'Push it again from a store that has it.', zh: '请从有它的存储重新推送。' },
    },
  );
}

function put(
  registry: RegistryConnection,
  reference: string,
  body: Buffer,
  mediaType: string,
): Promise<Response> {
  const send = (): Promise<Response> =>
    registry.request(registry.at(`manifests/${reference}`), {
      method: 'PUT',
      headers: { 'content-type': mediaType },
      body,
      expected: [201],
    });
  return withPatience(send, registry);
}

async function contentOf(registry: RegistryConnection, response: Response): Promise<Buffer> {
  const bytes = await bodyOf(response, maxManifestBytes).catch((error: unknown) => {
    throw registry.broken(error);
  });
  if (bytes !== undefined) return bytes;
  const text = {
    en: `A manifest from ${registry.address.origin} is larger than any can be.`,
    zh: `${registry.address.origin} 给出的一个清单超出可能的大小。`,
  };
  throw new ShiplockError('transfer-failed', text);
}
