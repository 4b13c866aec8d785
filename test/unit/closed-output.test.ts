/** A command whose reader has gone (`shiplock runs | head`) goes on with what it does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';

test('nobody who reads is no failure, on either output', { timeout: 30_000 }, async () => {
  const program = path.resolve('build/shiplock.js');
  for (const words of [['--help'], ['no-such-command']]) {
    const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    child.stderr.destroy();
    const [status, signal] = await once(child, 'exit');
    expect([words[0], status, signal]).toEqual([words[0], words[0] === '--help' ? 0 : 2, null]);
  }
});
