/** Finds files by a part of their name, below a folder of a restore point. */
import { setImmediate } from 'node:timers/promises';
import { nameOf } from '../tree/path.ts';
import type { Seen, View } from './view.ts';

export interface SearchOptions {
  /** A part of the name; upper and lower case are the same. */
  readonly name: string;
  /** It ends when so many were found. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  /** Called at most ten times a second, with what was found since, and how many names were looked at so far. */
  readonly onProgress?: ((found: readonly Seen[], looked: number) => void) | undefined;
}

export interface Found {
  readonly found: readonly Seen[];
  readonly looked: number;
  /** There are more than the limit. */
  readonly hasMore: boolean;
}

const progressEveryMs = 100;

/** In the order of a walk. Reads names only. Others get their turn meanwhile, however many names there are. */
export async function searchNames(
  view: View,
  from: Seen,
  { name, limit, signal, onProgress }: SearchOptions,
): Promise<Found> {
  const wanted = name.toLocaleLowerCase();
  const found: Seen[] = [];
  let looked = 0;
  let told = 0;
  let pausedAt = performance.now();
  for await (const seen of view.walk(from)) {
    if (seen === from) continue;
    looked += 1;
    if (nameOf(seen.path).toString('utf8').toLocaleLowerCase().includes(wanted)) {
      if (found.length === limit) return { found, looked, hasMore: true };
      found.push(seen);
    }
    if (performance.now() - pausedAt < progressEveryMs) continue;
    onProgress?.(found.slice(told), looked);
    told = found.length;
    await setImmediate();
    signal?.throwIfAborted();
    pausedAt = performance.now();
  }
  return { found, looked, hasMore: false };
}
