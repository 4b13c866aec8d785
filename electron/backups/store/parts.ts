/** What the parts of an open store share. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { RestorePointName } from '../restore-point.ts';
import type { ChunkSeal } from './chunk-seal.ts';
import type { IndexedBlobs } from './index/blobs.ts';
import type { IndexDatabase } from './index/database.ts';
import type { IndexedPoint, IndexedPoints } from './index/points.ts';
import type { Uses } from './index/uses.ts';
import type { StoreKeys } from './keys/store-keys.ts';
import type { Layout } from './layout.ts';

export interface StoreParts {
  readonly layout: Layout;
  readonly keys: StoreKeys;
  readonly chunkSeal: ChunkSeal;
  readonly database: IndexDatabase;
  readonly blobs: IndexedBlobs;
  readonly points: IndexedPoints;
  readonly uses: Uses;
}

/** Throws 'not-found'. */
export function findPoint({ points }: StoreParts, name: RestorePointName): IndexedPoint {
  const point = points.find(name);
  if (point !== undefined) return point;
  throw new ShiplockError(
    'not-found',
    { en: `There is no restore point ${name} in the store.`, zh: `存储中没有还原点 ${name}。` },
    {
      remedy: {
        en: '`shiplock backups` lists those that there are.',
        zh: '列出已有的还原点：`shiplock backups`',
      },
    },
  );
}
