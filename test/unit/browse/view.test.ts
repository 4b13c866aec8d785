/** What a container saw, of its layers, its RW layer and its volumes. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type FileTree, storedFiles } from '../../../electron/backups/browse/file-tree.ts';
import { View } from '../../../electron/backups/browse/view.ts';
import { type Entry, isWhiteout } from '../../../electron/backups/tree/entry.ts';
import { ContentWriter } from '../../../electron/backups/tree/content-writer.ts';
import { treeToTar } from '../../../electron/backups/tree/to-tar.ts';
import { pageOf } from '../../../electron/backups/tree/tree-reader.ts';
import { MemoryChunks } from '../tree/memory-chunks.ts';
import { collected, file, folder, noise, plain, treeOf } from '../tree/samples.ts';
import { entriesOf, layerOf, layerTar } from './layers.ts';

const opaque = new Map([['SCHILY.xattr.trusted.overlay.opaque', Buffer.from('y')]]);

test('layers show through where nothing above hides them, and whiteouts and opaque folders hide', async () => {
  const chunks = new MemoryChunks();
  const base = await layer(chunks, {
    'etc/hosts': 'base',
    'etc/motd': 'base',
    'opt/old': 'base',
    'usr/bin/tool': 'base',
    'var/x': 'x',
  });
  const upper = await layer(chunks, {
    'etc/.wh.motd': '',
    'opt/.wh..wh..opq': '',
    'opt/new': 'upper',
    'usr/lib': '',
    var: 'file',
  });
  const rw = await stored(chunks, {
    ...(await entriesOf(chunks, { 'etc/hosts': 'mine', 'etc/added': 'mine', 'usr/bin/tool': 'whiteout' })),
    opt: folder({ extended: opaque }),
    'opt/only': await file(chunks, 'rw'),
  });
  const view = View.ofContainer({ layers: [rw, upper, base] });
  expect(await shown(view)).toEqual([
    'etc/',
    'etc/added = mine',
    'etc/hosts = mine',
    'opt/',
    'opt/only = rw',
    'usr/',
    'usr/bin/',
    'usr/lib = ',
    'var = file',
  ]);
  const image = View.ofContainer({ layers: [upper, base] });
  expect(await shown(image)).toContain('opt/new = upper');
  expect(await shown(image)).not.toContain('opt/old = base');
  expect(await image.find(Buffer.from('etc/motd'))).toBeUndefined();
  expect(await view.find(Buffer.from('opt/new'))).toBeUndefined();
});

test('an RW layer by itself shows what it takes away', async () => {
  const chunks = new MemoryChunks();
  const rw = await stored(chunks, await entriesOf(chunks, { 'etc/gone': 'whiteout', 'etc/mine': 'mine' }));
  const view = View.ofTree(rw);
  const gone = await view.at(Buffer.from('etc/gone'));
  expect(isWhiteout(gone.entry)).toBe(true);
});

test('volumes lie over the files, one in another, and a single file over a file', async () => {
  const chunks = new MemoryChunks();
  const base = await layer(chunks, {
    'data/hidden': 'base',
    'etc/hostname': 'base',
    run: null,
    'var/run': '-> /run',
    'var/also': '-> ../run/in',
  });
  const mounts = [
    {
      destination: '/data',
      files: await stored(chunks, await entriesOf(chunks, { a: 'volume', 'in/x': 'hidden' })),
    },
    { destination: '/data/in', files: await stored(chunks, await entriesOf(chunks, { deep: 'inner' })) },
    { destination: '/etc/hostname', files: await stored(chunks, { '': await file(chunks, 'box') }) },
    {
      destination: '/var/run/box/',
      files: await stored(chunks, await entriesOf(chunks, { pid: 'running' })),
    },
    {
      destination: '/srv/new/place',
      files: await stored(chunks, await entriesOf(chunks, { file: 'placed' })),
    },
  ];
  expect(await shown(View.ofContainer({ layers: [base], mounts }))).toEqual([
    'data/',
    'data/a = volume',
    'data/in/',
    'data/in/deep = inner',
    'etc/',
    'etc/hostname = box',
    'run/',
    'run/box/',
    'run/box/pid = running',
    'srv/',
    'srv/new/',
    'srv/new/place/',
    'srv/new/place/file = placed',
    'var/',
    'var/also link',
    'var/run link',
  ]);
});

test('links on the way are followed as in the container, also in a circle and out of it', async () => {
  const chunks = new MemoryChunks();
  const view = View.ofContainer({
    layers: [
      await layer(chunks, {
        bin: '-> usr/bin',
        'usr/bin/sh': 'shell',
        'var/run': '-> /run',
        'run/pid': '7',
        'run/up': '-> ../../../usr/bin',
        round: '-> about',
        about: '-> round',
      }),
    ],
  });
  const found = async (path: string) => (await view.find(Buffer.from(path)))?.path.toString();
  expect(await found('bin/sh')).toBe('usr/bin/sh');
  expect(await found('var/run/pid')).toBe('run/pid');
  expect(await found('var/run/up/sh')).toBe('usr/bin/sh');
  expect(await found('bin')).toBe('bin');
  expect(await found('round/x')).toBeUndefined();
  expect((await view.find(Buffer.from('bin'), { followsLast: true }))?.path.toString()).toBe('usr/bin');
  expect(await view.find(Buffer.from('round'), { followsLast: true })).toBeUndefined();
});

test('hard links show the file, in its own layer', async () => {
  const chunks = new MemoryChunks();
  const view = View.ofContainer({
    layers: [await layer(chunks, { 'a/file': 'text', 'b/link': '=> a/file' })],
  });
  const link = await view.at(Buffer.from('b/link'));
  expect((await collected(view.bytes(link))).toString()).toBe('text');
  expect((await view.linkedFile(link)).entry).toMatchObject({ bytes: 4 });
});

test('a folder that the overlay renamed shows what lies under its old name, a file without its bytes those below', async () => {
  const chunks = new MemoryChunks();
  const base = await layer(chunks, { 'app/old/kept': 'kept', 'app/tool': 'bytes' });
  const mark = (name: string, value: string) =>
    new Map([[`SCHILY.xattr.trusted.overlay.${name}`, Buffer.from(value)]]);
  const rw = await stored(chunks, {
    ...(await entriesOf(chunks, { 'app/old': 'whiteout', 'app/new/more': 'more' })),
    'app/new': folder({ extended: mark('redirect', 'old') }),
    far: folder({ extended: mark('redirect', '/app/old') }),
    'app/tool': { ...(await file(chunks, '')), mode: 0o755, extended: mark('metacopy', '') },
  });
  const view = View.ofContainer({ layers: [rw, base] });
  expect(await shown(view)).toEqual([
    'app/',
    'app/new/',
    'app/new/kept = kept',
    'app/new/more = more',
    'app/tool = bytes',
    'far/',
    'far/kept = kept',
  ]);
  expect((await view.at(Buffer.from('app/tool'))).entry.mode).toBe(0o755);
});

test.each([
  ['plain', (tar: Buffer) => tar],
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
])('a file of a layer can be read, in part too: %s', async (kind, compress) => {
  const chunks = new MemoryChunks();
  const tar = await layerTar(chunks, {
    a: 'x'.repeat(5000),
    'b/file': noise(3000).toString('hex'),
    c: 'last',
  });
  const reads: number[] = [];
  const files = await layerOf(chunks, compress(tar), { isCompressed: kind !== 'plain', reads });
  const view = View.ofContainer({ layers: [files] });
  const seen = await view.at(Buffer.from('b/file'));
  const part = await collected(view.bytes(seen, 1000, 2000));
  expect(part.toString()).toBe(noise(3000).toString('hex').slice(1000, 2000));
  // A plain tar is read where the file lies.
  expect(reads.every((from) => (kind === 'plain' ? from > 5000 : from === 0))).toBe(true);
});

test('a sparse file of a layer is read with its holes as zeros', async () => {
  const chunks = new MemoryChunks();
  const content = new ContentWriter(chunks, { sparse: true });
  await content.skip(200_000);
  await content.append(noise(5000));
  await content.skip(100_000);
  const sparse: Entry = { ...plain, kind: 'file', ...(await content.finish()) };
  const { tree } = await treeOf(chunks, { sparse, z: await file(chunks, 'z') });
  const view = View.ofContainer({ layers: [await layerOf(chunks, await collected(treeToTar(tree)))] });
  const bytes = await collected(view.bytes(await view.at(Buffer.from('sparse'))));
  expect(bytes.equals(Buffer.concat([Buffer.alloc(200_000), noise(5000), Buffer.alloc(100_000)]))).toBe(true);
  const part = await collected(view.bytes(await view.at(Buffer.from('sparse')), 199_990, 200_010));
  expect(part.equals(bytes.subarray(199_990, 200_010))).toBe(true);
});

test('a page of a folder reads no more of the layers than it shows', async () => {
  const chunks = new MemoryChunks();
  const many: Record<string, Entry> = {};
  for (let n = 0; n < 16_000; n++) many[`file-${String(n).padStart(5, '0')}`] = { ...plain, kind: 'fifo' };
  const view = View.ofContainer({
    layers: [
      await stored(chunks, await entriesOf(chunks, { 'file-15000x': 'rw' })),
      await stored(chunks, many),
    ],
  });
  const root = await view.root();
  chunks.reads.length = 0;
  const page = await pageOf(view.list(root, Buffer.from('file-14999')), 100);
  expect(page.slice(0, 3).map(({ entry }) => entry.name.toString())).toEqual([
    'file-15000',
    'file-15000x',
    'file-15001',
  ]);
  expect(chunks.reads.length).toBeLessThan(8);
});

async function layer(
  chunks: MemoryChunks,
  files: Readonly<Record<string, string | null>>,
): Promise<FileTree> {
  return await layerOf(chunks, await layerTar(chunks, files));
}

async function stored(chunks: MemoryChunks, entries: Readonly<Record<string, Entry>>): Promise<FileTree> {
  return storedFiles((await treeOf(chunks, entries)).tree);
}

/** All that shows, but the root: `folder/`, `file = text`. */
async function shown(view: View): Promise<string[]> {
  const lines: string[] = [];
  for await (const seen of view.walk(await view.root())) {
    const path = seen.path.toString();
    if (seen.entry.kind === 'file') lines.push(`${path} = ${await collected(view.bytes(seen))}`);
    else if (path !== '')
      lines.push(seen.entry.kind === 'folder' ? `${path}/` : `${path} ${seen.entry.kind}`);
  }
  return lines;
}
