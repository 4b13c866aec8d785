/** The index holds nothing that the layout does not: it is made anew, and says the same. */
import { copyFileSync, cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Store } from '../../../electron/backups/store/store.ts';
import { saying } from '../../saying.ts';
import { contentsOf, rp, StoreFixture, take } from './store-fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

let fixture: StoreFixture;
let index: string;
beforeEach(() => {
  fixture = new StoreFixture();
  index = join(fixture.folder, 'index.db');
});
afterEach(() => fixture[Symbol.dispose]());

const rebuild = () => Store.rebuildIndex(fixture.folder, fixture.unlock);

/** Everything that a store answers. */
async function answers(store: Store) {
  const list = store.list();
  const contents = await Promise.all(list.map(({ name }) => contentsOf(store, name)));
  const descriptions = await Promise.all(list.map(({ name }) => store.describe(name)));
  return { list, contents, descriptions, verified: await store.verify() };
}

async function fill() {
  using store = await fixture.open();
  for (let n = 0; n < 5; n++) await take(store, [`level ${n}`, 'common']);
  store.remove(rp(2));
  return await answers(store);
}

test('a new index gives the same answers as the one before', async () => {
  const before = await fill();
  expect(await rebuild()).toEqual([]);
  using store = await fixture.open();
  expect(await answers(store)).toEqual(before);
  await store.prune();
  expect(await answers(store)).toEqual(before);
});

test('a store that was copied without its index, or with an older one, makes up for it by itself', async () => {
  const early = join(fixture.folder, 'early');
  {
    using store = await fixture.open();
    await take(store, ['the very first']);
    store.remove(rp(1));
  }
  copyFileSync(index, early);
  const before = await fill();
  for (const older of [undefined, early]) {
    for (const end of ['', '-wal', '-shm']) rmSync(`${index}${end}`, { force: true });
    if (older !== undefined) copyFileSync(older, index);
    using store = await fixture.open();
    expect(await answers(store)).toEqual(before);
  }
});

test('an index that was left behind by a crash after the layout was changed is brought along', async () => {
  const before = await fill();
  const layout = readFileSync(join(fixture.folder, 'index.json'));
  cpSync(index, `${index}.before`);
  {
    using store = await fixture.open();
    store.remove(rp(1));
    await take(store, ['level 9']);
  }
  copyFileSync(`${index}.before`, index);
  {
    using store = await fixture.open();
    expect(store.list().map(({ name }) => name)).toEqual(['rp3', 'rp4', 'rp5', 'rp6']);
    expect(await contentsOf(store, rp(6))).toEqual(['level 9']);
  }
  writeFileSync(join(fixture.folder, 'index.json'), layout);
  using store = await fixture.open();
  expect(await answers(store)).toEqual(before);
});

test('a damaged index is told, with the way out, and that way works', async () => {
  const before = await fill();
  for (const damage of [
    () => writeFileSync(index, 'not a database'),
    () => truncateSync(index, 8192),
    () => {
      const sql = new Database(index);
      sql.pragma('user_version = 99');
      sql.close();
    },
  ]) {
    damage();
    await expect(fixture.open()).rejects.toMatchObject({
      code: 'store-damaged',
      remedy: saying(expect.stringContaining('shiplock rebuild-index')),
    });
    expect(await rebuild()).toEqual([]);
    using store = await fixture.open();
    expect(await answers(store)).toEqual(before);
  }
});

test('an index that is damaged where opening does not look is made anew too', async () => {
  const before = await fill();
  const bytes = readFileSync(index);
  bytes.fill(0xff, 8192, 8192 + 4096);
  writeFileSync(index, bytes);
  expect(await rebuild()).toEqual([]);
  using store = await fixture.open();
  expect(await answers(store)).toEqual(before);
});

test('who has the index open that another has made anew changes nothing any more', async () => {
  await fill();
  using late = await fixture.open();
  writeFileSync(index, 'not a database');
  await rebuild();
  expect(() => late.remove(rp(1))).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/busy|store-damaged/) }),
  );
  using store = await fixture.open();
  expect(store.list()).toHaveLength(4);
});

test('what cannot be read is named, and the rest is there', async () => {
  await fill();
  const [first, second] = fixture.indexJson.manifests.map(({ digest }) => digest);
  const manifest = JSON.parse(readFileSync(fixture.blob(`${second}`), 'utf8'));
  rmSync(fixture.blob(`${first}`));
  truncateSync(fixture.blob(manifest.layers.at(-1).digest), 20);
  const damages = await rebuild();
  expect(damages).toEqual([
    saying(expect.stringContaining(`${first}`)),
    saying(expect.stringContaining(manifest.layers.at(-1).digest)),
  ]);
  using store = await fixture.open();
  expect(store.list().map(({ name }) => name)).toEqual(['rp3', 'rp4', 'rp5']);
  expect(await contentsOf(store, rp(5))).toEqual(['level 4', 'common']);
});
