/** What can be told of a store without its key: what lies in it, how large it is, and what opens it. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRestorePoint, readContents } from './index-json.ts';
import { KeyFiles, type Way, ways } from './keys/key-files.ts';
import { Layout } from './layout.ts';

export interface StoreOverview {
  readonly restorePoints: number;
  readonly images: number;
  /** Of its blobs, needed or not. */
  readonly bytes: number;
  readonly opensWith: Way[];
}

/** Throws 'usage' for a folder that is something else, and 'store-damaged'. */
export function overviewOf(folder: string): StoreOverview {
  const layout = new Layout(folder);
  layout.refuseOther();
  const { manifests } = readContents(layout);
  const restorePoints = manifests.filter(isRestorePoint).length;
  return {
    restorePoints,
    images: manifests.length - restorePoints,
    bytes: readdirSync(layout.blobs).reduce((sum, name) => sum + sizeOf(join(layout.blobs, name)), 0),
    opensWith: waysOf(layout),
  };
}

/** Which of them there are for this store. */
export function waysOf({ keys }: Layout): Way[] {
  const files = new KeyFiles(keys);
  return ways.filter((way) => files.wrapped(way) !== undefined);
}

/** Another process may prune meanwhile. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
