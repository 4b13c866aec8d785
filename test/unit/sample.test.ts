/** The sample for compression, taken for real from a folder of this machine. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const script = resolve(import.meta.dirname, '../../electron/transfer/sample.sh');

test('a file’s name of several lines is not taken for the path of something that never ends', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shiplock-sample-'));
  try {
    const data = join(folder, 'data');
    const trap = join(folder, 'fifo');
    expect(spawnSync('mkfifo', [trap]).status).toBe(0);
    // The second line of this file's path is the path of the FIFO.
    mkdirSync(join(data, `x\n${folder}`), { recursive: true });
    writeFileSync(join(data, `x\n${trap}`), Buffer.alloc(20_000_000, 'a'));
    writeFileSync(join(data, 'x'), Buffer.alloc(200_000, 'b'));
    const { status, signal } = spawnSync('sh', [script, data], { timeout: 10_000 });
    expect({ status, signal }).toEqual({ status: 0, signal: null });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
