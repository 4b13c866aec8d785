/** Files that are written anew in every round are told from those that change here and there. The script runs on this machine. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  leftOut,
  readSamples,
  rewrittenSince,
  type Samples,
} from '../../electron/migration/rewritten-files.ts';

const script = path.resolve(import.meta.dirname, '../../electron/migration/rewritten-files.sh');
const mebibyte = 1024 * 1024;
let folder: string;
let places: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'shiplock-rewritten-'));
  places = ['gone', 'volume'].map((name) => path.join(folder, name));
  mkdirSync(path.join(folder, 'volume'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, bytes = mebibyte) =>
  writeFileSync(path.join(folder, 'volume', name), randomBytes(bytes));

function sampled(): Samples {
  const { stdout, status } = spawnSync('sh', [script, String(Math.floor(Date.now() / 1000) - 60), ...places]);
  expect(status).toBe(0);
  return readSamples(stdout.toString(), places);
}

/** Changes some bytes of it where it lies. */
function touchUp(name: string, at: number, bytes: Buffer): void {
  const handle = openSync(path.join(folder, 'volume', name), 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

test('a file whose bytes are all others waits, whatever its name; one that changed in parts, or not at all, does not', () => {
  const names = ['whole', 'with space', "quote'd [1]*", 'database', 'still', 'grows'];
  for (const name of names) write(name);
  const before = sampled();
  for (const name of names.slice(0, 3)) write(name);
  for (let page = 0; page < 100; page += 1) touchUp('database', page * 8192, randomBytes(2048));
  touchUp('grows', mebibyte, randomBytes(mebibyte));
  const rewritten = rewrittenSince(before, sampled());
  expect([...rewritten.keys()]).toEqual([path.join(folder, 'volume')]);
  const found = [...rewritten.values()].flat();
  expect(found.map((file) => file.path).toSorted((a, b) => a.localeCompare(b))).toEqual(
    names.slice(0, 3).toSorted((a, b) => a.localeCompare(b)),
  );
  expect(found.every(({ bytes }) => bytes === mebibyte)).toBe(true);
});

test('small files, and those that were not there before, do not wait', () => {
  write('small', 1000);
  const before = sampled();
  write('small', 1000);
  write('new');
  expect(rewrittenSince(before, sampled()).size).toBe(0);
});

test('a name that rsync could not be told of is passed over', () => {
  write('two\nlines');
  expect(sampled().size).toBe(0);
});

test('rsync is told of names, not of patterns', () => {
  const options = ['plain', 'a[1]*', 'a\\b', 'a\\*c'].map((name) => leftOut([{ path: name, bytes: 1 }]));
  expect(options.flat()).toEqual([
    '--exclude=/plain',
    String.raw`--exclude=/a\[1]\*`,
    String.raw`--exclude=/a\b`,
    String.raw`--exclude=/a\\\*c`,
  ]);
});
