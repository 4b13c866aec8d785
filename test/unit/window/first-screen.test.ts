/** What a window's first screen waits for stays little: what reaches hosts and the store is loaded after it. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const electron = path.join(import.meta.dirname, '../../../electron');

/** The files that a process loads which loads these. */
async function loadedWith(...modules: readonly string[]): Promise<string[]> {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    for (const url of ${JSON.stringify(modules.map((name) => path.join(electron, name)))}) await import(url);
    console.log(JSON.stringify(loaded));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  return JSON.parse(stdout) as string[];
}

test('a station and its browser shell load nothing that reaches a host or the store', async () => {
  const loaded = await loadedWith('browser/shell.ts', 'station.ts');
  expect(loaded.filter((url) => url.endsWith('/electron/station.ts'))).toHaveLength(1);
  const late =
    /\/electron\/(services|hosts\/|engines\/|migration\/|backups\/(?!store\/replace-file)|checkpoint\/)|\/node_modules\/(ssh2|age-encryption|libsodium|@zip\.js)/;
  expect(loaded.filter((url) => late.test(url))).toEqual([]);
});
