/** The folder in which an import passes files. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ImportScratch } from '../../../electron/backups/podman/import-scratch.ts';

function parent(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shiplock-scratch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('is gone with all it holds when the import is over', () => {
  const home = join(parent(), 'home');
  {
    using scratch = new ImportScratch(home);
    writeFileSync(join(scratch.folder, 'names'), 'river');
  }
  expect(readdirSync(home)).toEqual([]);
});

test('of a process that died goes with the next one; those of others stay', () => {
  const home = parent();
  // No process has this number: the largest is 4194304 (proc(5), pid_max).
  const died = join(home, 'import-4194305-7-abc123');
  const others = ['imported', 'import-notes', 'store'].map((name) => join(home, name));
  for (const folder of [died, ...others]) mkdirSync(folder);
  using first = new ImportScratch(home);
  using second = new ImportScratch(home);
  expect(existsSync(died)).toBe(false);
  for (const folder of [...others, first.folder, second.folder]) expect(existsSync(folder)).toBe(true);
});
