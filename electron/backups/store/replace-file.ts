/** Small files that are replaced as a whole. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../../journal/sync-folder.ts';

/**
 * The file holds `content`, on the disk, when this returns; what it held before when it throws, or when the power is
 * cut. Readable by its owner only.
 */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const next = `${path}.next`;
  try {
    const handle = openSync(next, 'w', 0o600);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, path);
  } catch (thrown) {
    rmSync(next, { force: true });
    throw thrown;
  }
  syncFolder(dirname(path));
}
