/** Restore points that go from one store to another as blobs, as they do over a registry. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Store } from '../../../electron/backups/store/store.ts';
import { saying } from '../../saying.ts';
import { contentsOf, StoreFixture, take } from './store-fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

let fixture: StoreFixture;
let other: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
  other = new StoreFixture();
});
afterEach(() => {
  fixture[Symbol.dispose]();
  other[Symbol.dispose]();
});

const contents = ['level', 'rain'];

/** Its manifest. */
async function takeHere(): Promise<Buffer> {
  using store = await fixture.open();
  await take(store, contents);
  return readFileSync(fixture.blob(`${fixture.indexJson.manifests[0]?.digest}`));
}

async function carry(store: Store, manifest: Buffer, leaveOut?: string) {
  using addition = store.begin();
  const { config, layers } = JSON.parse(manifest.toString());
  for (const { digest, mediaType } of [config, ...layers]) {
    if (mediaType !== leaveOut) await addition.blobs.add(readFileSync(fixture.blob(digest)), digest);
  }
  return await addition.commit(await addition.takeIn(manifest));
}

test('a store with the same key takes it in, under a name of its own, and has all of it', async () => {
  const manifest = await takeHere();
  cpSync(join(fixture.folder, 'keys'), join(other.folder, 'keys'), { recursive: true });
  using store = await Store.open(other.folder, fixture.unlock);
  await take(store, ['wind']);
  const name = await carry(store, manifest);
  expect(name).toBe('rp2');
  await store.prune();
  expect(await contentsOf(store, name)).toEqual(contents);
  expect((await store.verify()).damages).toEqual([]);
  const before = store.list();
  expect(await Store.rebuildIndex(other.folder, fixture.unlock)).toEqual([]);
  expect(store.list()).toEqual(before);
  expect(await contentsOf(store, name)).toEqual(contents);
});

test('one that was made with another key is refused, with the way out', async () => {
  const manifest = await takeHere();
  using store = await other.open();
  await expect(carry(store, manifest)).rejects.toMatchObject({
    code: 'store-locked',
    remedy: saying(expect.stringContaining('keys')),
  });
  expect(store.list()).toEqual([]);
});

test('one of which a part did not come, or that is none, is refused', async () => {
  const manifest = await takeHere();
  cpSync(join(fixture.folder, 'keys'), join(other.folder, 'keys'), { recursive: true });
  using store = await Store.open(other.folder, fixture.unlock);
  const damaged = expect.objectContaining({ code: 'store-damaged' });
  await expect(carry(store, manifest, 'application/vnd.shiplock.pack.v1')).rejects.toEqual(damaged);
  using addition = store.begin();
  await expect(addition.takeIn(Buffer.from('[]'))).rejects.toEqual(damaged);
  expect(store.list()).toEqual([]);
});
