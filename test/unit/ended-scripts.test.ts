/** Scripts that a move runs on hosts: ended in the midst, as a cancelled command is, they leave nothing of theirs on the host. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';

const transfer = path.resolve(import.meta.dirname, '../../electron/transfer');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'shiplock-ended-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['manifest.sh', 'sort', ['no-times']],
  ['sample.sh', 'dd', []],
])('%s leaves nothing when it is ended', async (script, lasting, words) => {
  const [scratch, data, programs] = ['scratch', 'data', 'programs'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  for (const each of [scratch, data, programs]) mkdirSync(each);
  writeFileSync(path.join(data, 'large'), Buffer.alloc(200_000));
  // In place of one that the script waits for: it is there, and does not end by itself.
  const began = path.join(folder, 'began');
  writeFileSync(path.join(programs, lasting), `#!/bin/sh\n: >'${began}'\nexec sleep 1000\n`);
  chmodSync(path.join(programs, lasting), 0o755);
  const running = spawn('sh', [path.join(transfer, script), ...words, data], {
    detached: true,
    env: { ...process.env, TMPDIR: scratch, PATH: `${programs}:${process.env['PATH']}` },
    stdio: 'ignore',
  });
  const ended = once(running, 'exit');
  await until('it is in the midst', () => existsSync(began));
  expect(readdirSync(scratch)).toHaveLength(1);
  // All that it started, as the end of a command on a host does it.
  process.kill(-(running.pid ?? 0), 'SIGTERM');
  await ended;
  expect(readdirSync(scratch)).toEqual([]);
});
