/** Files are found by name, however many there are, and what was found is told while the search goes on. */
import { beforeAll, expect, test } from 'vitest';
import { storedFiles } from '../../../electron/backups/browse/file-tree.ts';
import { readText } from '../../../electron/backups/browse/read-text.ts';
import { searchNames } from '../../../electron/backups/browse/search.ts';
import { type Seen, View } from '../../../electron/backups/browse/view.ts';
import type { Entry } from '../../../electron/backups/tree/entry.ts';
import { MemoryChunks } from '../tree/memory-chunks.ts';
import { file, folder, treeOf } from '../tree/samples.ts';

const folders = 100;
const filesEach = 500;
const chunks = new MemoryChunks();
let view: View;

beforeAll(async () => {
  const empty = await file(chunks, 'x');
  const entries: Record<string, Entry> = {};
  for (let at = 0; at < folders; at++) {
    entries[`day-${at}`] = folder();
    for (let each = 0; each < filesEach; each++) entries[`day-${at}/Level-${each}`] = empty;
  }
  view = View.ofTree(storedFiles((await treeOf(chunks, entries)).tree));
});

const paths = (found: readonly Seen[]): string[] => found.map(({ path }) => path.toString());

test('every name with that part in it is found, in whatever case, and all were looked at', async () => {
  const { found, looked, hasMore } = await searchNames(view, await view.root(), {
    name: 'lEVEL-499',
    limit: 1000,
  });
  expect(found).toHaveLength(folders);
  expect(paths(found)).toContain('day-7/Level-499');
  expect(looked).toBe(folders * (filesEach + 1));
  expect(hasMore).toBe(false);
});

test('only below the folder that was named, and not the folder itself', async () => {
  const from = await view.at(Buffer.from('day-42'));
  const { found } = await searchNames(view, from, { name: '42', limit: 1000 });
  const ends = ['42', '142', '242', '342', '442', ...Array.from({ length: 10 }, (_, digit) => `42${digit}`)];
  expect(new Set(paths(found))).toEqual(new Set(ends.map((end) => `day-42/Level-${end}`)));
});

test('it ends at its limit and says that there is more', async () => {
  const { found, hasMore } = await searchNames(view, await view.root(), { name: 'level', limit: 10 });
  expect(found).toHaveLength(10);
  expect(hasMore).toBe(true);
});

test('what is found is told meanwhile, each once, and the search can be cancelled', async () => {
  const controller = new AbortController();
  const told: string[] = [];
  const searching = searchNames(view, await view.root(), {
    name: 'level',
    limit: 1_000_000,
    signal: controller.signal,
    onProgress: (found) => {
      told.push(...paths(found));
      controller.abort();
    },
  });
  await expect(searching).rejects.toThrow('aborted');
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told).size).toBe(told.length);
});

test('of a file no more is read than asked for, and a cut character does not make it something else than text', async () => {
  const entries = { level: await file(chunks, '水位水位'), program: await file(chunks, 'ELF\0\u0001') };
  const small = View.ofTree(storedFiles((await treeOf(chunks, entries)).tree));
  const read = async (path: string, limit: number) =>
    readText(small, await small.at(Buffer.from(path)), limit);
  expect(await read('level', 100)).toEqual({ text: '水位水位', bytesRead: 12 });
  expect(await read('level', 7)).toEqual({ text: '水位', bytesRead: 7 });
  expect(await read('program', 100)).toEqual({ bytesRead: 5 });
});
