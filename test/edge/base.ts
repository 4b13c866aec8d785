/** The base root file systems: built once per Debian release and recipe, then only read. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execute, succeed } from './command.ts';
import type { Suite } from './flavours.ts';
import { withLock } from './lock.ts';
import { readRecords } from './record.ts';
import { basesDir, prepareState, scriptsDir } from './state.ts';

const recipe = path.join(scriptsDir, 'base-build.sh');

/** Where the base of that release is, or will be: its name changes with the recipe. */
export function baseDir(suite: Suite): string {
  const stamp = createHash('sha256').update(readFileSync(recipe)).digest('hex').slice(0, 12);
  return path.join(basesDir, `${suite}-${stamp}`);
}

/**
 * Builds the base if it is not there. A folder of that name is always a whole base: it is built under another name and
 * renamed. Processes that ask at once build it once. Throws with the end of the build's log.
 */
export async function ensureBase(suite: Suite): Promise<string> {
  const base = baseDir(suite);
  if (existsSync(base)) return base;
  prepareState();
  return withLock(`base-${suite}`, async () => {
    if (existsSync(base)) return base;
    await removeStale(suite);
    process.stderr.write(`Building the base file system for Debian ${suite}, once; about 40 s\n`);
    const unfinished = `${base}.unfinished`;
    const { stdout, stderr, status } = await execute(['sh', recipe, suite, unfinished]);
    const log = path.join(basesDir, `${suite}.log`);
    writeFileSync(log, stdout + stderr);
    if (status !== 0) {
      await succeed(['rm', '-rf', unfinished]);
      throw new Error(`the base for Debian ${suite} was not built (log: ${log}):\n${stderr.slice(-2000)}`);
    }
    renameSync(unfinished, base);
    return base;
  });
}

/** Bases of older recipes that no host stands on, and what a killed build left. Called with the lock held. */
async function removeStale(suite: Suite): Promise<void> {
  const inUse = new Set(readRecords().map((record) => record.base));
  const stale = readdirSync(basesDir).filter((name) => name.startsWith(`${suite}-`) && !inUse.has(name));
  for (const name of stale) await succeed(['rm', '-rf', '--one-file-system', path.join(basesDir, name)]);
}
