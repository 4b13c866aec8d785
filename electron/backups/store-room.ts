/** Gives the room back of what no restore point needs. */
import { chunksOfPoint } from './point-chunks.ts';
import type { Store } from './store/store.ts';

export interface FreedRoom {
  readonly blobs: number;
  readonly bytes: number;
}

/** What is left of packs that are mostly needed no more is moved together for it. Throws what `Store.prune` throws. */
export async function freeRoom(store: Store): Promise<FreedRoom> {
  const first = await store.prune();
  const moved = await store.repack((description) => chunksOfPoint(store, description));
  const second = moved.packs > 0 ? await store.prune() : { blobs: 0, bytes: 0 };
  return { blobs: first.blobs + second.blobs, bytes: first.bytes + Math.max(moved.bytes, 0) };
}
