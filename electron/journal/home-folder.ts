/** The folder that everything Shiplock keeps lies in. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes it, readable by its owner only, with the folders above it that are missing. Throws what the system says where it cannot
 * be made: Node's own `recursive` never ends where a folder that is there lets none be made in it, as of an automounter.
 */
export function makeHome(home: string): void {
  const parent = dirname(home);
  if (parent !== home && !existsSync(parent)) makeHome(parent);
  try {
    mkdirSync(home, { mode: 0o700 });
  } catch (thrown) {
    if (!isFolder(home)) throw thrown;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
