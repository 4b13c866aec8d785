/** Files and folders brought to the laptop. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extract } from '../../../electron/backups/browse/extract.ts';
import { storedFiles } from '../../../electron/backups/browse/file-tree.ts';
import { Laying } from '../../../electron/backups/browse/laying.ts';
import { nameHere } from '../../../electron/backups/browse/names-here.ts';
import { View } from '../../../electron/backups/browse/view.ts';
import { ContentWriter } from '../../../electron/backups/tree/content-writer.ts';
import { MemoryChunks } from '../tree/memory-chunks.ts';
import { file, folder, noise, plain, treeOf } from '../tree/samples.ts';
import { entriesOf } from './layers.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'shiplock-extract-'));
});
afterEach(() => rmSync(place, { recursive: true }));

test('a folder comes with its files, links, times and permissions, and what cannot come is told', async () => {
  const chunks = new MemoryChunks();
  const mtimeNs = 1_600_000_000_000_000_000n;
  const view = await viewOf(chunks, {
    'etc/app': folder({ mode: 0o555, mtimeNs }),
    'etc/app/config': await file(chunks, 'text', { mode: 0o4750, mtimeNs }),
    'etc/app/secret': await file(chunks, noise(200_000), { mode: 0 }),
    'etc/app/twin': { ...plain, kind: 'hard-link', target: Buffer.from('etc/app/config') },
    'etc/app/link': { ...plain, kind: 'link', target: Buffer.from('../nowhere') },
    'etc/app/pipe': { ...plain, kind: 'fifo' },
    'etc/app/gone': { ...plain, kind: 'character', major: 0, minor: 0 },
  });
  const out = join(place, 'app');
  const { files, remarks } = await extract(view, await view.at(Buffer.from('etc/app')), out);
  expect(files).toBe(5);
  expect(remarks.map(({ path, isLeftOut }) => `${path} ${isLeftOut}`)).toEqual([
    '/etc/app/gone true',
    '/etc/app/pipe true',
  ]);
  expect(readFileSync(join(out, 'config'), 'utf8')).toBe('text');
  expect(readFileSync(join(out, 'twin'), 'utf8')).toBe('text');
  expect(readFileSync(join(out, 'secret')).equals(noise(200_000))).toBe(true);
  expect(readlinkSync(join(out, 'link'))).toBe('../nowhere');
  expect(statSync(join(out, 'config')).mode & 0o7777).toBe(0o750);
  expect(statSync(join(out, 'config')).mtimeMs).toBe(1_600_000_000_000);
  expect(statSync(out).mtimeMs).toBe(1_600_000_000_000);
  expect(readdirSync(place)).toEqual(['app']);
});

test('of the store just the chunks of that file are read', async () => {
  const chunks = new MemoryChunks();
  const wanted = await file(chunks, noise(200_000));
  const view = await viewOf(chunks, {
    'a/wanted': wanted,
    'a/other': await file(chunks, noise(3_000_000, 2)),
  });
  chunks.reads.length = 0;
  await extract(view, await view.at(Buffer.from('a/wanted')), join(place, 'file'));
  // The root, two folders, four blocks; the path is walked once.
  expect(chunks.reads.length).toBe(3 + 4);
});

test('a sparse file is sparse on the laptop', async () => {
  const chunks = new MemoryChunks();
  const content = new ContentWriter(chunks, { sparse: true });
  await content.skip(50_000_000);
  await content.append(noise(100));
  const view = await viewOf(chunks, { file: { ...plain, kind: 'file', ...(await content.finish()) } });
  await extract(view, await view.at(Buffer.from('file')), join(place, 'file'));
  expect(statSync(join(place, 'file')).size).toBe(50_000_100);
  expect(statSync(join(place, 'file')).blocks * 512).toBeLessThan(1_000_000);
});

test('what is there already is not touched, and what fails leaves nothing', async () => {
  const chunks = new MemoryChunks();
  const view = await viewOf(chunks, await entriesOf(chunks, { 'a/first': 'first', 'a/lost': 'lost' }));
  const out = join(place, 'out');
  writeFileSync(out, 'mine');
  const folderSeen = await view.at(Buffer.from('a'));
  await expect(extract(view, folderSeen, out)).rejects.toMatchObject({ code: 'usage' });
  expect(readFileSync(out, 'utf8')).toBe('mine');
  rmSync(out);
  for (const [id, bytes] of chunks.chunks) if (bytes.toString() === 'lost') chunks.chunks.delete(id);
  await expect(extract(view, folderSeen, out)).rejects.toMatchObject({ code: 'store-damaged' });
  await expect(extract(view, folderSeen, join(place, 'no', 'such'))).rejects.toMatchObject({ code: 'usage' });
  expect(readdirSync(place)).toEqual([]);
});

test('names that Windows cannot have get another one, which is told', async () => {
  const chunks = new MemoryChunks();
  const view = await viewOf(
    chunks,
    await entriesOf(chunks, { 'a/b:c': '1', 'a/NUL.txt': '2', 'a/dot.': '3', 'a/fine ü': '4' }),
  );
  const { remarks } = await extract(view, await view.at(Buffer.from('a')), join(place, 'a'), {
    platform: 'win32',
  });
  expect(readdirSync(join(place, 'a')).sort((one, other) => (one < other ? -1 : 1))).toEqual([
    'NUL.tx%74',
    'b%3Ac',
    'dot%2E',
    'fine ü',
  ]);
  expect(remarks.map(({ path, isLeftOut }) => `${path} ${isLeftOut}`)).toEqual([
    '/a/NUL.txt false',
    '/a/b:c false',
    '/a/dot. false',
  ]);
});

test('bytes that are no text stay as they are on Linux and are spelled out elsewhere', () => {
  const name = Buffer.from([0x61, 0xff, 0x62]);
  expect(nameHere(name, 'linux').name).toEqual(name);
  expect(nameHere(name, 'darwin').name.toString()).toBe('a%FFb');
  expect(nameHere(name, 'win32').name.toString()).toBe('a%FFb');
});

test('what the laptop takes for a name that is there already is left out and told, and no link is written through', async () => {
  const chunks = new MemoryChunks();
  const view = await viewOf(chunks, await entriesOf(chunks, { 'a/file': 'text' }));
  mkdirSync(join(place, 'target'));
  for (const path of ['a', 'a/file']) {
    // As on a disk that ignores upper case, where a link came first.
    symlinkSync(join(place, 'target'), join(place, 'link'));
    const laying = new Laying(view, { platform: 'linux' });
    await laying.lay(await view.at(Buffer.from(path)), join(place, 'link'));
    expect(laying.extracted).toMatchObject({
      files: 0,
      bytes: 0,
      remarkCount: 1,
      remarks: [{ isLeftOut: true }],
    });
    expect(readdirSync(join(place, 'target'))).toEqual([]);
    rmSync(join(place, 'link'));
  }
});

async function viewOf(chunks: MemoryChunks, entries: Parameters<typeof treeOf>[1]): Promise<View> {
  return View.ofTree(storedFiles((await treeOf(chunks, entries)).tree));
}
