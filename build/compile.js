// Compiles what commands load, as each would at its first use: that takes 50 MB of memory, and a backup is not to need them.
// Run by build/setup.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import '../electron/heap.ts';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
process.env.NODE_COMPILE_CACHE ??= here('../node_modules/.cache/shiplock');
const scratch = mkdtempSync(join(tmpdir(), 'shiplock-compile-'));
try {
  const command = [here('shiplock.js'), '--home', scratch, 'backups'];
  const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exitCode = 1;
  await startPackThread();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** With the flags that the store starts it with: what was compiled with others is compiled again. It makes an empty pack. */
async function startPackThread() {
  const key = new Uint8Array(32);
  const keys = { identity: key, chunk: key, table: key, description: key };
  const thread = new Worker(new URL('../electron/backups/store/pack-thread.ts', import.meta.url), {
    workerData: { keys, incoming: scratch },
    execArgv: [],
  });
  thread.postMessage({ bytes: new Uint8Array(1), chunks: [] });
  await once(thread, 'message');
  await thread.terminate();
}
