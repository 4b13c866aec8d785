/** Whether the window can have a runtime of its own is seen by what is installed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { electronProgram } from '../../../build/window/electron-runtime.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shiplock-runtime-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function install(path: string): string {
  const program = join(root, path);
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, '');
  return program;
}

const here = { elsewhere: undefined } as const;

test('npm’s package alone is no runtime', () => {
  install('node_modules/electron/index.js');
  expect(electronProgram({ ...here, root, platform: 'linux' })).toBeUndefined();
});

test.each([
  ['linux', 'electron'],
  ['win32', 'electron.exe'],
  ['darwin', 'Electron.app/Contents/MacOS/Electron'],
] as const)('a runtime is found on %s', (platform, name) => {
  const program = install(`node_modules/electron/dist/${name}`);
  expect(electronProgram({ ...here, root, platform })).toBe(program);
});

test('a runtime elsewhere is taken, and none other then', () => {
  install('node_modules/electron/dist/electron');
  const elsewhere = join(root, 'elsewhere');
  expect(electronProgram({ root, platform: 'linux', elsewhere })).toBeUndefined();
  const program = install('elsewhere/electron');
  expect(electronProgram({ root, platform: 'linux', elsewhere })).toBe(program);
});
