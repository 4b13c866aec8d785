/** What a restore point needs is named whole: without any of it, something of it could not be read. */
import { expect, test } from 'vitest';
import { StoredCheckpoint, writeCheckpoint } from '../../electron/backups/checkpoint/stored-checkpoint.ts';
import { chunksOfPoint } from '../../electron/backups/point-chunks.ts';
import type { Description } from '../../electron/backups/restore-point.ts';
import { digestOf } from '../../electron/backups/take/host-blocks.ts';
import { treeToTar } from '../../electron/backups/tree/to-tar.ts';
import { TreeReader } from '../../electron/backups/tree/tree-reader.ts';
import { describePoint } from './store/store-fixture.ts';
import { MemoryChunks } from './tree/memory-chunks.ts';
import { file, folder, treeOf } from './tree/samples.ts';

test('every chunk of files, folders and memory, and none besides', async () => {
  const chunks = new MemoryChunks();
  const { tree } = await treeOf(chunks, {
    'a/b': folder(),
    'a/b/small': await file(chunks, 'text'),
    'a/large': await file(chunks, 'x'.repeat(70_000) + 'y'.repeat(700_000)),
  });
  const page = Buffer.from('a page');
  const piece = { id: await chunks.write(page), length: page.length, digest: digestOf(page) };
  const root = await writeCheckpoint(chunks, [{ name: 'pages-1.img', pieces: [piece] }]);
  const checkpoint = { root, bytes: 6, pausedMs: 1 };
  const { tree: added } = await treeOf(chunks, { 'etc/hosts': await file(chunks, 'localhost') });
  const description: Description = describePoint([tree.rootId], {
    checkpoint,
    added: { root: added.rootId },
  });

  const named = new Set<string>();
  for await (const id of chunksOfPoint(chunks, description)) named.add(id);
  chunks.reads.length = 0;
  for (const root of [tree.rootId, added.rootId])
    for await (const _ of treeToTar(new TreeReader(chunks, root)));
  await (await StoredCheckpoint.open(chunks, root)).read('pages-1.img');
  expect([...named].toSorted((a, b) => a.localeCompare(b))).toEqual(
    [...new Set(chunks.reads)].toSorted((a, b) => a.localeCompare(b)),
  );
});
