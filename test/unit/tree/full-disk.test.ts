/** A laptop's disk that is really full: a small tmpfs, which only root on Linux can mount. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { extract } from '../../../electron/backups/browse/extract.ts';
import { storedFiles } from '../../../electron/backups/browse/file-tree.ts';
import { View } from '../../../electron/backups/browse/view.ts';
import { SortedSpool } from '../../../electron/backups/tree/sorted-spool.ts';
import { MemoryChunks } from './memory-chunks.ts';
import { file, noise, treeOf } from './samples.ts';

const canMount = process.platform === 'linux' && process.getuid?.() === 0;
const why = canMount ? '' : ' (skipped: only root on Linux can mount a tmpfs)';

describe.skipIf(!canMount)(`a full disk${why}`, () => {
  let disk: string;
  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'shiplock-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
  });
  afterEach(() => {
    execFileSync('umount', [disk]);
    rmdirSync(disk);
  });

  test('is told by a list that does not fit it, of which nothing stays', () => {
    const fill = () => {
      using spool = new SortedSpool(disk, 100_000);
      for (let n = 0; n < 3000; n++) spool.add(Buffer.from(String(n)), Buffer.alloc(1000));
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'disk-full' }));
    expect(readdirSync(disk)).toEqual([]);
  });

  test('is told by a file that does not fit it, of which nothing stays', async () => {
    const chunks = new MemoryChunks();
    const { tree } = await treeOf(chunks, {
      small: await file(chunks, 'x'),
      wide: await file(chunks, noise(3_000_000)),
    });
    const view = View.ofTree(storedFiles(tree));
    await expect(extract(view, await view.root(), join(disk, 'out'))).rejects.toMatchObject({
      code: 'disk-full',
    });
    expect(readdirSync(disk)).toEqual([]);
  });
});
