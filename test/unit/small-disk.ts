/** A disk that can really be filled: a small tmpfs, which only root on Linux can mount. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

export const canMount = process.platform === 'linux' && process.getuid?.() === 0;
/** For a test's name. */
export const whyNoDisk = canMount ? '' : ' (skipped: only root on Linux can mount a tmpfs)';

export class SmallDisk implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'shiplock-disk-'));
  /** The file that fills it; without it there is room again. */
  readonly filler = join(this.path, 'filler');

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.path]);
  }

  fill(): void {
    const file = openSync(this.filler, 'a');
    try {
      for (;;) writeSync(file, Buffer.alloc(4096, 1));
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(file);
    }
  }

  [Symbol.dispose](): void {
    execFileSync('umount', [this.path]);
    rmdirSync(this.path);
  }
}
