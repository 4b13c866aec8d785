/** What a store promises to one process that takes, lists, reads and removes. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChunkId } from '../../../electron/backups/store/chunks.ts';
import { Store } from '../../../electron/backups/store/store.ts';
import { describePoint, rp, StoreFixture, take } from './store-fixture.ts';

// Every restore point is synced to a disk that may be slow.
vi.setConfig({ testTimeout: 60_000 });

let fixture: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
});
afterEach(() => fixture[Symbol.dispose]());

test('what is taken is listed, described and read, also by the next process', async () => {
  const big = randomBytes(1024 * 1024);
  {
    using store = await fixture.open();
    using addition = store.begin();
    const roots = [await addition.write(Buffer.from('level')), await addition.write(big)];
    const description = describePoint(roots, { comment: 'before the flood' });
    expect(await addition.commit(description)).toBe('rp1');
  }
  using store = await fixture.open();
  expect(store.list()).toEqual([
    {
      name: 'rp1',
      at: '2026-03-01T10:00:00.000Z',
      host: 'upper',
      container: 'gauge',
      kind: 'files-only',
      size: 2000,
      added: expect.any(Number),
      comment: 'before the flood',
      manifest: expect.stringMatching(/^sha256:/),
    },
  ]);
  const { places, comment } = await store.describe(rp(1));
  expect(comment).toBe('before the flood');
  expect(await store.read(places[0]?.root as ChunkId)).toEqual(Buffer.from('level'));
  expect((await store.read(places[1]?.root as ChunkId)).equals(big)).toBe(true);
});

test('nobody sees an addition before its commit, and nothing of one that was given up', async () => {
  using store = await fixture.open();
  {
    using addition = store.begin();
    const id = await addition.write(Buffer.from('level'));
    expect((await addition.read(id)).toString()).toBe('level');
    expect(store.list()).toEqual([]);
    expect(fixture.indexJson.manifests).toEqual([]);
    await expect(store.read(id)).rejects.toMatchObject({ code: 'store-damaged' });
  }
  await store.prune();
  expect(fixture.blobs).toEqual([]);
  expect(fixture.incoming).toEqual([]);
});

test('the same bytes are there once, within one restore point and between them', async () => {
  using store = await fixture.open();
  const data = Array.from({ length: 40 }, () => randomBytes(1024 * 1024));
  await take(store, [...data, ...data]);
  const { bytes } = fixture;
  expect(bytes).toBeLessThan(41 * 1024 * 1024);
  await take(store, [...data, 'one thing more']);
  expect(fixture.bytes - bytes).toBeLessThan(10_000);
  expect(store.list()[1]?.added).toBeLessThan(5000);
});

test('writes that are under way at once are all there', async () => {
  using store = await fixture.open();
  using addition = store.begin();
  const data = Array.from({ length: 60 }, () => randomBytes(1024 * 1024));
  const roots = await Promise.all(data.map((bytes) => addition.write(bytes)));
  await addition.commit(describePoint(roots));
  for (const [index, root] of roots.entries()) {
    expect((await store.read(root)).equals(data[index] ?? Buffer.alloc(0))).toBe(true);
  }
});

test('a chunk that is kept unread stays when the restore point it came from is removed', async () => {
  using store = await fixture.open();
  const first = await take(store, ['level']);
  const id = (await store.describe(first)).places[0]?.root as ChunkId;
  {
    using addition = store.begin();
    expect(addition.keep(id)).toBe(true);
    await addition.commit(describePoint([id]));
  }
  store.remove(first);
  await store.prune();
  expect((await store.read(id)).toString()).toBe('level');
  store.remove(rp(2));
  await store.prune();
  using addition = store.begin();
  expect(addition.keep(id)).toBe(false);
  expect(fixture.blobs).toEqual([]);
});

test('nothing is pruned while somebody reads, until that has ended', async () => {
  using store = await fixture.open();
  const name = await take(store, ['level']);
  const { places } = await store.describe(name);
  {
    using _ = store.hold();
    store.remove(name);
    await expect(store.prune()).rejects.toMatchObject({ code: 'busy' });
    expect((await store.read(places[0]?.root as ChunkId)).toString()).toBe('level');
  }
  expect(await store.prune()).toMatchObject({ blobs: 3 });
});

test('several restore points are removed at once, or none when one of them is not there', async () => {
  using store = await fixture.open();
  for (const content of ['level', 'rain', 'wind']) await take(store, [content]);
  expect(() => store.remove(rp(1), rp(9))).toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(store.list()).toHaveLength(3);
  store.remove(rp(1), rp(3));
  expect(store.list().map(({ name }) => name)).toEqual(['rp2']);
  expect(fixture.indexJson.manifests).toHaveLength(1);
});

test('a chunk whose pack is gone is not kept, and is written anew', async () => {
  using store = await fixture.open();
  const first = await take(store, ['level']);
  const id = (await store.describe(first)).places[0]?.root as ChunkId;
  for (const blob of fixture.blobs) rmSync(fixture.blob(blob));
  using addition = store.begin();
  expect(addition.keep(id)).toBe(false);
  await addition.write(Buffer.from('level'));
  await addition.commit(describePoint([id]));
  expect((await store.read(id)).toString()).toBe('level');
});

test('a restore point cannot name a root that was not written', async () => {
  using store = await fixture.open();
  using addition = store.begin();
  await expect(addition.commit(describePoint(['f'.repeat(64) as ChunkId]))).rejects.toThrow(/not written/);
  expect(store.list()).toEqual([]);
});

test('a name is never given twice, also when the last restore point was removed and the index made anew', async () => {
  {
    using store = await fixture.open();
    await take(store, ['a']);
    store.remove(await take(store, ['b']));
    await store.prune();
  }
  rmSync(join(fixture.folder, 'index.db'));
  expect(await Store.rebuildIndex(fixture.folder, fixture.unlock)).toEqual([]);
  using store = await fixture.open();
  expect(await take(store, ['c'])).toBe('rp3');
  expect(store.list().map(({ name }) => name)).toEqual(['rp1', 'rp3']);
});

test('a restore point that is not there is told', async () => {
  using store = await fixture.open();
  const gone = rp(7);
  const notFound = expect.objectContaining({ code: 'not-found', message: expect.stringContaining('rp7') });
  await expect(store.describe(gone)).rejects.toEqual(notFound);
  await expect(store.verify({ names: [gone] })).rejects.toEqual(notFound);
  expect(() => store.remove(gone)).toThrow(notFound);
});

test('a folder that holds something else is left alone', async () => {
  writeFileSync(join(fixture.folder, 'letter.txt'), 'Dear');
  await expect(fixture.open()).rejects.toMatchObject({ code: 'usage' });
});

test('what a process left that died while it made the store is carried on from', async () => {
  for (const name of ['reserve.next', 'index.json.next', 'oci-layout.next']) {
    writeFileSync(join(fixture.folder, name), 'half of');
    using store = await fixture.open();
    expect(store.list()).toEqual([]);
    rmSync(join(fixture.folder, 'oci-layout'));
  }
  using store = await fixture.open();
  expect(await take(store, ['level'])).toBe('rp1');
});

test('a store whose list of contents is lost is not taken for an empty one', async () => {
  {
    using store = await fixture.open();
    await take(store, ['a']);
  }
  rmSync(join(fixture.folder, 'index.json'));
  await expect(fixture.open()).rejects.toMatchObject({ code: 'store-damaged' });
  mkdirSync(join(fixture.folder, 'index.json'));
  await expect(fixture.open()).rejects.toMatchObject({ code: 'store-damaged' });
});
