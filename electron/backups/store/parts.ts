/** What the parts of an open store share. */
import type { ChunkSeal } from './chunk-seal.ts';
import type { IndexedBlobs } from './index/blobs.ts';
import type { IndexDatabase } from './index/database.ts';
import type { IndexedPoints } from './index/points.ts';
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
