/** Whether something that is made here is older than what it is made of. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** True as well while there is none. `sources`: files, and folders with all that is in them. */
export function isStale(made: string, sources: readonly string[]): boolean {
  const madeAt = statSync(made, { throwIfNoEntry: false })?.mtimeMs;
  return madeAt === undefined || sources.some((source) => changedAt(source) > madeAt);
}

function changedAt(path: string): number {
  const { mtimeMs } = statSync(path);
  const within = statSync(path).isDirectory() ? readdirSync(path) : [];
  return Math.max(mtimeMs, ...within.map((name) => changedAt(join(path, name))));
}
