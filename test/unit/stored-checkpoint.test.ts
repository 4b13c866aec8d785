/** Checkpoints as the store keeps them: what was written is read, in parts and as an archive, and what is damaged is told. */
import { randomBytes } from 'node:crypto';
import { encode } from '@msgpack/msgpack';
import { expect, test } from 'vitest';
import tar from 'tar-stream';
import { asStored } from '../../electron/backups/checkpoint/checkpoint-image.ts';
import { checkpointTar } from '../../electron/backups/checkpoint/checkpoint-tar.ts';
import type { StoredPiece } from '../../electron/backups/checkpoint/pieces.ts';
import { StoredCheckpoint, writeCheckpoint } from '../../electron/backups/checkpoint/stored-checkpoint.ts';
import { digestOf } from '../../electron/backups/take/host-blocks.ts';
import { saying } from '../saying.ts';
import { MemoryChunks } from './tree/memory-chunks.ts';

async function pieceOf(chunks: MemoryChunks, bytes: Buffer): Promise<StoredPiece> {
  return { id: await chunks.write(bytes), length: bytes.length, digest: digestOf(bytes) };
}

/** Two images, one of them of so many pieces of unlike lengths that it takes several lists. */
async function checkpoint(): Promise<{ chunks: MemoryChunks; pages: Buffer; opened: StoredCheckpoint }> {
  const chunks = new MemoryChunks();
  const parts = Array.from({ length: 1500 }, (_, index) => randomBytes(100 + (index % 7) * 50));
  const pieces: StoredPiece[] = [];
  for (const part of parts) pieces.push(await pieceOf(chunks, part));
  const root = await writeCheckpoint(chunks, [
    { name: 'pages-1.img', pieces },
    { name: 'pstree.img', pieces: [await pieceOf(chunks, Buffer.from('tree'))] },
    { name: 'empty.img', pieces: [] },
  ]);
  return { chunks, pages: Buffer.concat(parts), opened: await StoredCheckpoint.open(chunks, root) };
}

test('an image is read whole, and any part of it', async () => {
  const { pages, opened } = await checkpoint();
  expect((await opened.read('pages-1.img')).equals(pages)).toBe(true);
  expect((await opened.read('pstree.img')).toString()).toBe('tree');
  expect(await opened.read('empty.img')).toHaveLength(0);
  for (const [offset, length] of [
    [0, 10],
    [95, 400],
    [100_000, 70_000],
    [pages.length - 5, 100],
  ] as const)
    expect(
      (await opened.readRange('pages-1.img', offset, length)).equals(pages.subarray(offset, offset + length)),
    ).toBe(true);
});

test('an archive holds every image, byte for byte', async () => {
  const { pages, opened } = await checkpoint();
  const extract = tar.extract();
  checkpointTar(opened.images.map((image) => asStored(opened, image))).pipe(extract);
  const found: Record<string, Buffer> = {};
  for await (const entry of extract) {
    const parts: Buffer[] = [];
    for await (const part of entry as AsyncIterable<Buffer>) parts.push(part);
    expect(entry.header.mode).toBe(0o600);
    found[entry.header.name] = Buffer.concat(parts);
  }
  expect(Object.keys(found).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'empty.img',
    'pages-1.img',
    'pstree.img',
  ]);
  expect(found['pages-1.img']?.equals(pages)).toBe(true);
});

test('an image whose memory changed in one place shares its other lists with the one before', async () => {
  const { chunks, opened } = await checkpoint();
  const before: StoredPiece[] = [];
  for await (const piece of opened.pieces('pages-1.img')) before.push(piece);
  const changed = before.with(700, await pieceOf(chunks, Buffer.from('other')));
  const root = await writeCheckpoint(chunks, [{ name: 'pages-1.img', pieces: changed }]);
  const again = await StoredCheckpoint.open(chunks, root);
  const lists = (of: StoredCheckpoint) => of.images.find(({ name }) => name === 'pages-1.img')?.lists ?? [];
  expect(lists(again).filter((list) => !lists(opened).includes(list))).toHaveLength(1);
});

test.each(['../pages.img', 'a/b', '', '.hidden', 'a\n'])('no image is called %j', async (name) => {
  const chunks = new MemoryChunks();
  await expect(writeCheckpoint(chunks, [{ name, pieces: [] }])).rejects.toMatchObject({ code: 'usage' });
  const root = await chunks.write(encode({ version: 1, images: [{ name, bytes: 0, lists: [] }] }));
  await expect(StoredCheckpoint.open(chunks, root)).rejects.toMatchObject({ code: 'store-damaged' });
});

test('an image that is not there is named with those that are', async () => {
  const { opened } = await checkpoint();
  await expect(opened.read('core-1.img')).rejects.toMatchObject({
    code: 'not-found',
    remedy: saying(expect.stringContaining('pstree.img')),
  });
});

test('a list that was cut off is told, and so is a root that is none', async () => {
  const chunks = new MemoryChunks();
  const list = await chunks.write(randomBytes(51));
  const root = await chunks.write(
    encode({ version: 1, images: [{ name: 'a.img', bytes: 9, lists: [list] }] }),
  );
  const opened = await StoredCheckpoint.open(chunks, root);
  await expect(opened.read('a.img')).rejects.toMatchObject({ code: 'store-damaged' });
  await expect(StoredCheckpoint.open(chunks, list)).rejects.toMatchObject({ code: 'store-damaged' });
});
