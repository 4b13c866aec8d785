/**
 * A restore point that comes from elsewhere, a registry or a copy of the store, and was made with this store's key.
 */
import { ShiplockError } from '../../../shared/errors.ts';
import type { Description } from '../restore-point.ts';
import { StoredBlobs } from './blobs.ts';
import { damaged, unlessDamaged } from './failure.ts';
import type { Descriptor } from './index-json.ts';
import type { Digest } from './layout.ts';
import { packType, parseManifest } from './manifest.ts';
import { readPackTable } from './pack.ts';
import type { StoreParts } from './parts.ts';
import { unsealDescription } from './sealed-description.ts';

export interface ForeignPoint {
  readonly description: Description;
  readonly packs: readonly Digest[];
  readonly image: Descriptor | undefined;
}

/**
 * Its chunks can be read when this returns. Everything that the manifest names is in the store. Throws 'store-locked'
 * when it was sealed with another key, and 'store-damaged' when something is missing or is not what the manifest says.
 */
export async function takeInForeign(parts: StoreParts, manifest: Uint8Array): Promise<ForeignPoint> {
  const { config, layers, subject } = parseManifest(manifest);
  const sealed = await new StoredBlobs(parts).read(config.digest);
  const description = unlessDamaged(() => unsealDescription(sealed, parts.keys));
  if (description === null) throw sealedByOther();
  const packs = layers.filter(({ mediaType }) => mediaType === packType);
  for (const { digest, size } of packs) {
    if (parts.blobs.size(digest) !== size)
      throw damaged({
        en: `A part of the restore point did not come: ${digest}.`,
        zh: `还原点的一部分没有送达：${digest}。`,
      });
    const entries = readPackTable(parts.layout.blob(digest), parts.keys);
    if (entries === null)
      throw damaged({
        en: `A part of the restore point cannot be read: ${digest}.`,
        zh: `还原点的一部分无法读取：${digest}。`,
      });
    parts.blobs.put(digest, size, entries);
  }
  // Whoever brought it here wants it: no policy lets it go.
  const { byPolicy: _, ...wanted } = description;
  return { description: wanted, packs: packs.map(({ digest }) => digest), image: subject };
}

function sealedByOther(): ShiplockError {
  return new ShiplockError(
    'store-locked',
    {
      en: 'This restore point was made with the key of another store.',
      zh: '该还原点是用另一个存储的密钥创建的。',
    },
    {
      state: { en: 'It was not taken in.', zh: '没有导入它。' },
      remedy: {
        en: 'Use a store with that key: a new folder that holds the folder `keys` of the store it was made in.',
        zh: '请使用有该密钥的存储：新建一个文件夹，放入创建它的存储中的文件夹 `keys`。',
      },
    },
  );
}
