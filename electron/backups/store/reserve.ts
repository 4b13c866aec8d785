/** Room kept for pruning: on a disk that is full, even removing wants to write first. */
import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { asStoreError } from './failure.ts';
import type { Layout } from './layout.ts';
import { replaceFile } from './replace-file.ts';
import { ShiplockError } from '../../../shared/errors.ts';

const reserveBytes = 4 * 1024 * 1024;

/** Random, so that no file system can compress it away. Where there is no room for it, there is none. */
export function fillReserve({ reserve, folder }: Layout): void {
  if (statSync(reserve, { throwIfNoEntry: false })?.size === reserveBytes) return;
  try {
    replaceFile(reserve, randomBytes(reserveBytes));
  } catch (thrown) {
    if (!isDiskFull(asStoreError(thrown, folder))) throw thrown;
  }
}

/** Runs `work`, which has no effect when it throws; when it wants for room, once more without the reserve. */
export function withReserve<Result>({ reserve }: Layout, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    if (!isDiskFull(thrown)) throw thrown;
    rmSync(reserve, { force: true });
    return work();
  }
}

function isDiskFull(thrown: unknown): boolean {
  return thrown instanceof ShiplockError && thrown.code === 'disk-full';
}
