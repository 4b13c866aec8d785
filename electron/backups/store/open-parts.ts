/** Opens a store's parts, and makes the store when there is none. */
import { ShiplockError } from '../../../shared/errors.ts';
import { ChunkSeal } from './chunk-seal.ts';
import { asStoreError } from './failure.ts';
import { IndexedBlobs } from './index/blobs.ts';
import { type IndexDatabase, openIndexDatabase } from './index/database.ts';
import { IndexedPoints } from './index/points.ts';
import { Uses } from './index/uses.ts';
import { readContents } from './index-json.ts';
import { adoptKey } from './keys/adopt-key.ts';
import { KeyFiles } from './keys/key-files.ts';
import { keysFrom, type MasterKey } from './keys/store-keys.ts';
import { makeKey, type Unlock, unlockKey } from './keys/unlock.ts';
import { Layout } from './layout.ts';
import type { StoreParts } from './parts.ts';
import { fillReserve } from './reserve.ts';
import { readySodium } from './seal.ts';

export interface OpenParts {
  readonly parts: StoreParts;
  readonly master: MasterKey;
  readonly keyFiles: KeyFiles;
}

/** Throws 'store-locked', 'store-damaged', 'disk-full', and 'usage' for a folder that is something else. */
export async function openParts(
  folder: string,
  unlock: Unlock,
  openDatabase: (layout: Layout) => IndexDatabase = openIndexDatabase,
): Promise<OpenParts> {
  const layout = new Layout(folder);
  try {
    layout.refuseOther();
    await readySodium();
    const keyFiles = new KeyFiles(layout.keys);
    const master = await keyOf(layout, keyFiles, unlock);
    layout.make();
    fillReserve(layout);
    const database = openDatabase(layout);
    const keys = keysFrom(master);
    const parts = {
      ...{ layout, keys, database },
      chunkSeal: new ChunkSeal(keys),
      blobs: new IndexedBlobs(database),
      points: new IndexedPoints(database),
      uses: new Uses(database, layout),
    };
    return { parts, master, keyFiles };
  } catch (thrown) {
    throw asStoreError(thrown, folder);
  }
}

async function keyOf(layout: Layout, files: KeyFiles, unlock: Unlock): Promise<MasterKey> {
  if (files.exist) return unlockKey(files, unlock);
  if (layout.isThere && readContents(layout).manifests.length > 0) {
    throw new ShiplockError(
      'store-locked',
      { en: `The store ${layout.folder} has lost its keys.`, zh: `存储 ${layout.folder} 的密钥已丢失。` },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: {
          en: 'Bring the folder `keys` back from a copy of the store. Nothing else opens it.',
          zh: '请从存储的副本中取回文件夹 `keys`。没有其他办法可以打开它。',
        },
      },
    );
  }
  const { adopted } = unlock;
  const made = adopted === undefined ? makeKey(files, unlock) : adoptKey(files, adopted, unlock);
  return (await made) ?? unlockKey(files, unlock);
}
