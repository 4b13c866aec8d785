/** A tree put together from an earlier one, from what changed and from the names that exist. */
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AssembledTree, TreeAssembly } from '../../../electron/backups/tree/assembly.ts';
import type { Entry, Stamp } from '../../../electron/backups/tree/entry.ts';
import { addTar } from '../../../electron/backups/tree/from-tar.ts';
import { pageOf, TreeReader } from '../../../electron/backups/tree/tree-reader.ts';
import { treeToTar } from '../../../electron/backups/tree/to-tar.ts';
import { MemoryChunks } from './memory-chunks.ts';
import { file, folder, plain, treeOf, written } from './samples.ts';

const stamp: Stamp = { ctimeNs: 1_700_000_000_000_000_001n, inode: 2n ** 63n + 7n };

test('what is listed and did not change is taken over without being read, what is not listed is gone', async () => {
  const chunks = new MemoryChunks();
  const text = await file(chunks, 'text');
  const base = await treeOf(chunks, { 'a/kept': text, 'a/gone': text, 'b/all/gone': text, c: text });
  chunks.reads.length = 0;
  const next = await assembled(chunks, base, { c: await file(chunks, 'new text') }, [
    'a',
    'a/kept',
    'c',
    'd',
    'e/f',
  ]);
  expect(await written(new TreeReader(chunks, next.root))).toEqual([
    '. folder',
    'a folder',
    'a/kept file 4',
    'c file 8',
  ]);
  expect(next).toMatchObject({ files: 2, bytes: 12, missing: { count: 2, first: ['/d', '/e/f'] } });
  expect(chunks.reads).not.toContain(
    text.content.in === 'chunks' && text.content.records.subarray(0, 32).toString('hex'),
  );
});

test('a folder that was emptied is empty', async () => {
  const chunks = new MemoryChunks();
  const base = await treeOf(chunks, { '': folder({ uid: 7 }), 'a/file': await file(chunks, 'text') });
  const { root } = await assembled(chunks, base, {}, []);
  expect(await written(new TreeReader(chunks, root))).toEqual(['. folder']);
  expect(await new TreeReader(chunks, root).root()).toMatchObject({ uid: 7, node: null });
});

test('the stamp that a name is listed with is there at the next take, to the last bit', async () => {
  const chunks = new MemoryChunks();
  const { root } = await assembled(chunks, undefined, { a: await file(chunks, 'text') }, ['a'], stamp);
  expect((await new TreeReader(chunks, root).at(Buffer.from('a'))).stamp).toEqual(stamp);
});

test('nothing changed: the tree is the same tree, and nothing is written', async () => {
  const chunks = new MemoryChunks();
  const base = await treeOf(chunks, {
    'a/b/c': await file(chunks, 'text'),
    'a/d': { ...plain, kind: 'fifo' },
  });
  chunks.newBytes = 0;
  const next = await assembled(chunks, base, {}, ['a/d', 'a/b/c', 'a/b', 'a']);
  expect(next.root).toBe(base.root);
  expect(chunks.newBytes).toBe(0);
});

test('a folder that became a file takes what was in it along', async () => {
  const chunks = new MemoryChunks();
  const text = await file(chunks, 'text');
  const base = await treeOf(chunks, { 'a/b/c': text, 'a/d': text, 'a!': text, z: text });
  const next = await assembled(chunks, base, { a: text });
  expect(await written(new TreeReader(chunks, next.root))).toEqual([
    '. folder',
    'a file 4',
    'a! file 4',
    'z file 4',
  ]);
});

test('something below what is no folder is refused', async () => {
  const chunks = new MemoryChunks();
  const text = await file(chunks, 'text');
  await expect(treeOf(chunks, { a: text, 'a/b': text })).rejects.toMatchObject({ code: 'usage' });
});

test('a file that was mounted by itself is a tree of its own', async () => {
  const chunks = new MemoryChunks();
  const { tree, files } = await treeOf(chunks, { '': await file(chunks, 'text') });
  expect(files).toBe(1);
  expect(await tree.root()).toMatchObject({ kind: 'file', bytes: 4 });
  using assembly = new TreeAssembly({ chunks, scratch: tmpdir() });
  await addTar(treeToTar(tree, { rootName: 'hosts' }), () => ({ tree: assembly, path: Buffer.alloc(0) }));
  expect((await assembly.finish()).root).toBe(tree.rootId);
});

test('members of one archive go to the trees that are named for them', async () => {
  const chunks = new MemoryChunks();
  const { tree } = await treeOf(chunks, {
    'one/file': await file(chunks, 'text'),
    'one/link': { ...plain, kind: 'hard-link', target: Buffer.from('one/file') },
    'other/file': await file(chunks, 'other'),
    neither: await file(chunks, 'x'),
  });
  using one = new TreeAssembly({ chunks, scratch: tmpdir() });
  using other = new TreeAssembly({ chunks, scratch: tmpdir() });
  const places: Readonly<Record<string, TreeAssembly>> = { one, other };
  await addTar(treeToTar(tree), (path) => {
    const [place = '', ...names] = path.toString().split('/');
    const into = places[place];
    return into && { tree: into, path: Buffer.from(names.join('/')) };
  });
  const first = new TreeReader(chunks, (await one.finish()).root);
  expect(await written(first)).toEqual(['. folder', 'file file 4', 'link hard-link']);
  expect(await first.at(Buffer.from('link'))).toMatchObject({ target: Buffer.from('file') });
  expect(await written(new TreeReader(chunks, (await other.finish()).root))).toEqual([
    '. folder',
    'file file 5',
  ]);
});

test('whatever a folder holds, it is found by name and listed from any name on', async () => {
  const name = fc.oneof(
    fc.nat(3000).map(String),
    fc.uint8Array({ minLength: 1, maxLength: 3, min: 48, max: 255 }),
  );
  const names = fc.uniqueArray(
    name.map((raw) => Buffer.from(raw as string)),
    {
      minLength: 1,
      maxLength: 1500,
      size: 'max',
      selector: (bytes) => bytes.toString('hex'),
    },
  );
  await fc.assert(
    fc.asyncProperty(names, fc.nat(), async (all, at) => {
      const chunks = new MemoryChunks();
      using assembly = new TreeAssembly({ chunks, scratch: tmpdir() });
      for (const each of all) assembly.add(each, { ...plain, kind: 'fifo', mode: 0o600 });
      const tree = new TreeReader(chunks, (await assembly.finish()).root);
      const root = await tree.root();
      if (root.kind !== 'folder') throw new Error('no folder');
      const sorted = all.toSorted(Buffer.compare);
      const after = sorted[at % sorted.length];
      const page = await pageOf(tree.folder(root).entries(after), 40);
      const from = (at % sorted.length) + 1;
      expect(page.map((entry) => entry.name)).toEqual(sorted.slice(from, from + 40));
      if (after) expect((await tree.folder(root).find(after))?.name).toEqual(after);
      expect(await tree.find(Buffer.from('not there'))).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});

test('one name more in a large folder makes a few pages new', async () => {
  const chunks = new MemoryChunks();
  const all: Record<string, Entry> = {};
  for (let n = 0; n < 8000; n++) all[`reading-${n}`] = { ...plain, kind: 'fifo' };
  const base = await treeOf(chunks, all);
  const [before, pages] = [chunks.newBytes, chunks.chunks.size];
  await assembled(chunks, base, { 'reading-4000x': folder() });
  expect(chunks.chunks.size - pages).toBeLessThanOrEqual(4);
  expect(chunks.newBytes - before).toBeLessThan(before / 5);
});

test.each([
  ['text', 'junk'],
  ['a later version', '9302 00dd00000000'],
  ['an entry of nothing', '930100 91c0'],
  ['no root', '930100 dd00000000'],
])('a node that is none is told as damage: %s', async (_, hex) => {
  const chunks = new MemoryChunks();
  const id = await chunks.write(
    hex === 'junk' ? Buffer.from(hex) : Buffer.from(hex.replaceAll(' ', ''), 'hex'),
  );
  await expect(new TreeReader(chunks, id).root()).rejects.toMatchObject({ code: 'store-damaged' });
});

async function assembled(
  chunks: MemoryChunks,
  base: AssembledTree | undefined,
  changed: Readonly<Record<string, Entry>>,
  listed?: readonly string[],
  listedStamp?: Stamp,
): Promise<AssembledTree> {
  using assembly = new TreeAssembly({
    chunks,
    scratch: tmpdir(),
    base: base?.root,
    onlyListed: listed !== undefined,
  });
  for (const [path, entry] of Object.entries(changed)) assembly.add(Buffer.from(path), entry);
  for (const path of listed ?? []) assembly.list(Buffer.from(path), listedStamp);
  return await assembly.finish();
}
