/** Packs that hold little else than garbage: their room is given back, and nothing that is needed goes with it. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Description } from '../../../electron/backups/restore-point.ts';
import { Store } from '../../../electron/backups/store/store.ts';
import { contentsOf, describePoint, rp, StoreFixture, take } from './store-fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

let fixture: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
});
afterEach(() => fixture[Symbol.dispose]());

async function* rootsOf({ places }: Description) {
  for (const { root } of places) yield root;
}

test('the room of a pack of which little is needed is given back, and its restore points stay as they are', async () => {
  using store = await fixture.open();
  const contents = Array.from({ length: 40 }, () => randomBytes(50_000).toString('hex'));
  const first = await take(store, contents);
  const second = await take(store, [contents[3] ?? '', contents[30] ?? '', 'of its own']);
  store.remove(first);
  await store.prune();
  expect(fixture.bytes).toBeGreaterThan(2_000_000);

  const report = await store.repack(rootsOf);
  expect(report).toEqual({ packs: 1, bytes: expect.any(Number) });
  expect(report.bytes).toBeGreaterThan(1_800_000);
  const before = store.list();
  await store.prune();
  expect(fixture.bytes).toBeLessThan(150_000);
  expect(await contentsOf(store, second)).toEqual([contents[3], contents[30], 'of its own']);
  expect((await store.verify()).damages).toEqual([]);
  expect(await Store.rebuildIndex(fixture.folder, fixture.unlock)).toEqual([]);
  expect(store.list()).toEqual(before);
  expect(await contentsOf(store, second)).toEqual([contents[3], contents[30], 'of its own']);
  expect(await store.repack(rootsOf)).toEqual({ packs: 0, bytes: 0 });
});

test('what is committed meanwhile keeps what it relied on', async () => {
  using store = await fixture.open();
  await take(store, ['level', 'rain', 'wind']);
  const ids = (await store.describe(rp(1))).places.map(({ root }) => root);
  await take(store, ['wind']);
  using addition = store.begin();
  for (const id of ids) expect(addition.keep(id)).toBe(true);
  store.remove(rp(1));
  let committed: Promise<unknown> | undefined;
  await store.repack(async function* (description) {
    yield* rootsOf(description);
    committed ??= addition.commit(describePoint(ids));
    await committed;
  });
  await store.prune();
  expect(await contentsOf(store, rp(2))).toEqual(['wind']);
  expect(await contentsOf(store, rp(3))).toEqual(['level', 'rain', 'wind']);
  expect((await store.verify()).damages).toEqual([]);
});

test('nothing is changed when a restore point cannot be read', async () => {
  using store = await fixture.open();
  await take(store, ['level', 'rain', 'wind']);
  await take(store, ['wind']);
  store.remove(rp(1));
  const [{ digest } = { digest: '' }] = fixture.indexJson.manifests;
  rmSync(fixture.blob(digest));
  const { blobs } = fixture;
  await expect(store.repack(rootsOf)).rejects.toMatchObject({ code: 'store-damaged' });
  await expect(store.prune()).rejects.toMatchObject({ code: 'store-damaged' });
  expect(fixture.blobs).toEqual(blobs);
});
