/** Folders and files on a host for data that is to arrive, empty as yet, and taken away again with all that was made for them. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { thoroughMs } from '../hosts/limits.ts';
import type { Session } from '../hosts/session.ts';

const script = readFileSync(new URL('./new-places.sh', import.meta.url), 'utf8');

/** `folders`: those that `paths` lie in and that were not there either, each after what lies in it. */
export interface NewPlaces {
  paths?: string[];
  folders?: string[];
}

/** Does nothing when it is there. `note` is called with all that was made, and this, before anything is. */
export async function makePlace(
  session: Session,
  kind: 'folder' | 'file',
  path: string,
  { paths = [], folders = [] }: NewPlaces,
  note: (made: NewPlaces) => void,
): Promise<void> {
  if (!paths.includes(path)) {
    const missing = await missingAbove(session, path);
    note({ paths: [...paths, path], folders: [...missing, ...folders] });
  }
  await session.script('new-places', script, ['make', kind, path]);
}

/** With what they hold; the folders above them only if they hold nothing. Safe to repeat. */
export async function removePlaces(session: Session, { paths = [], folders = [] }: NewPlaces): Promise<void> {
  const options = { timeoutMs: thoroughMs };
  for (const path of paths) await session.script('new-places', script, ['remove', path], options);
  for (const path of folders) await session.script('new-places', script, ['remove-empty', path], options);
}

/** The folders that making the path will make as well, the innermost first. */
async function missingAbove(session: Session, path: string): Promise<string[]> {
  const { stdout } = await session.script('new-places', script, ['above', path]);
  const missing: string[] = [];
  let folder = posix.dirname(path);
  for (let left = Number.parseInt(stdout, 10); left > 0 && folder !== '/'; left -= 1) {
    missing.push(folder);
    folder = posix.dirname(folder);
  }
  return missing;
}
