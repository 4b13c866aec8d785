/** What virtual test hosts share, built once per base and recipe: a disk to copy, a kernel, and the QEMU that runs it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execute, succeed } from './command.ts';
import { withLock } from './lock.ts';
import { readRecords } from './record.ts';
import { basesDir, prepareState, scriptsDir } from './state.ts';

const recipe = path.join(scriptsDir, 'vm-build.sh');
const init = path.join(scriptsDir, 'vm-initrd.sh');

/** Where it is, or will be, for the base of that name: its own name changes with the recipe. */
export function vmBaseDir(base: string): string {
  const hash = createHash('sha256').update(base).update(readFileSync(recipe)).update(readFileSync(init));
  return path.join(basesDir, `vm-${hash.digest('hex').slice(0, 12)}`);
}

/**
 * Builds it if it is not there. A folder of that name is always whole: it is built under another name and renamed.
 * Throws with the end of the build's log.
 */
export async function ensureVmBase(base: string): Promise<string> {
  const dir = vmBaseDir(base);
  if (existsSync(dir)) return dir;
  prepareState();
  return withLock('base-vm', async () => {
    if (existsSync(dir)) return dir;
    await removeStale();
    process.stderr.write('Building the kernel, disk and QEMU of virtual hosts, once; about 60 s\n');
    const unfinished = `${dir}.unfinished`;
    const build = ['unshare', '--mount', 'sh', recipe, path.join(basesDir, base), init, unfinished];
    const { stdout, stderr, status } = await execute(build);
    const log = path.join(basesDir, 'vm.log');
    writeFileSync(log, stdout + stderr);
    if (status !== 0) {
      await succeed(['rm', '-rf', '--one-file-system', unfinished]);
      throw new Error(`the base for virtual hosts was not built (log: ${log}):\n${stderr.slice(-2000)}`);
    }
    renameSync(unfinished, dir);
    return dir;
  });
}

/** Those of older recipes that no host runs from, and what a killed build left. Called with the lock held. */
async function removeStale(): Promise<void> {
  const inUse = new Set(
    readRecords()
      .filter(({ machine }) => machine === 'vm')
      .map(({ base }) => path.basename(vmBaseDir(base))),
  );
  const stale = readdirSync(basesDir).filter((name) => /^vm-/.test(name) && !inUse.has(name));
  for (const name of stale) await succeed(['rm', '-rf', '--one-file-system', path.join(basesDir, name)]);
}
