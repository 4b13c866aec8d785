/** A restore point's own words for its places become what a person browses. */
import { expect, test } from 'vitest';
import { viewsOf } from '../../../electron/backups/browse/restore-point-view.ts';
import { MemoryChunks } from '../tree/memory-chunks.ts';
import { collected, treeOf } from '../tree/samples.ts';
import { entriesOf, layerOf, layerTar } from './layers.ts';

test('the RW layer lies over the image, places lie over both, and each can be looked at by itself', async () => {
  const chunks = new MemoryChunks();
  const image = await layerOf(chunks, await layerTar(chunks, { 'etc/motd': 'image', 'data/x': 'image' }));
  const rw = await treeOf(chunks, await entriesOf(chunks, { 'etc/motd': 'mine' }));
  const volume = await treeOf(chunks, await entriesOf(chunks, { readings: '42' }));
  const place = { path: '/somewhere', files: 1, bytes: 1 };
  const { container, places } = viewsOf(
    {
      places: [
        { ...place, kind: 'volume', destination: '/data', root: volume.root },
        { ...place, kind: 'rw-layer', destination: '/', root: rw.root },
      ],
    },
    chunks,
    [image],
  );
  const read = async (path: string) =>
    (await collected(container.bytes(await container.at(Buffer.from(path))))).toString();
  expect(await read('etc/motd')).toBe('mine');
  expect(await read('data/readings')).toBe('42');
  expect(await container.find(Buffer.from('data/x'))).toBeUndefined();
  expect(await places[0]?.view.find(Buffer.from('readings'))).toBeDefined();
});
