/** Damage on the disk: it is found, named with what it concerns, never used, and healed by the next take. */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { digestOf } from '../../../electron/backups/store/blob-file.ts';
import { manifestType } from '../../../electron/backups/store/manifest.ts';
import { Store } from '../../../electron/backups/store/store.ts';
import { contentsOf, describePoint, rp, StoreFixture, take } from './store-fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

let fixture: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
});
afterEach(() => fixture[Symbol.dispose]());

/** An image of one layer, and what it lies in. */
async function takeWithImage(store: Store, content: string) {
  using addition = store.begin();
  const layer = await addition.blobs.add(Buffer.from('a layer'));
  const config = await addition.blobs.add(Buffer.from('{}'));
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  });
  const manifest = await addition.blobs.add(Buffer.from(text));
  addition.setImage({ mediaType: manifestType, ...manifest }, 'gauge:1');
  const root = await addition.write(Buffer.from(content));
  const name = await addition.commit(describePoint([root]));
  return { name, image: [layer, config, manifest].map(({ digest }) => digest) };
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  writeFileSync(file, bytes);
}

test('a byte that changed is found in whichever blob, and named with the restore points and images that need it', async () => {
  using store = await fixture.open();
  const { name, image } = await takeWithImage(store, 'level');
  await take(store, ['rain']);
  expect(await store.verify()).toMatchObject({ restorePoints: 2, damages: [] });

  const needed = new Map<string, string[]>();
  for (const blob of fixture.blobs) {
    const file = fixture.blob(blob);
    const before = readFileSync(file);
    for (const at of [0, before.length >> 1, before.length - 1]) {
      flip(file, at);
      const { damages } = await store.verify();
      expect(damages).toMatchObject([{ digest: `sha256:${blob}`, problem: 'changed' }]);
      const [damage] = damages;
      needed.set(`sha256:${blob}`, [...(damage?.restorePoints ?? []), ...(damage?.images ?? [])]);
      writeFileSync(file, before);
    }
  }
  expect(await store.verify()).toMatchObject({ damages: [] });
  for (const digest of image) expect(needed.get(digest)).toEqual([name, 'gauge:1']);
  const counts = new Map<string, number>();
  for (const names of needed.values()) counts.set(`${names}`, (counts.get(`${names}`) ?? 0) + 1);
  expect(counts).toEqual(
    new Map([
      ['rp1,gauge:1', 3],
      ['rp1', 3],
      ['rp2', 3],
    ]),
  );
});

test('only what a restore point needs is read when it alone is to be verified', async () => {
  using store = await fixture.open();
  await take(store, ['level']);
  await take(store, ['rain']);
  for (const { digest } of fixture.indexJson.manifests.slice(1)) rmSync(fixture.blob(digest));
  expect(await store.verify({ names: [rp(1)] })).toMatchObject({ restorePoints: 1, blobs: 3, damages: [] });
  expect(await store.verify({ names: [rp(2)] })).toMatchObject({
    damages: [{ part: 'manifest', problem: 'missing', restorePoints: ['rp2'] }],
  });
});

test('what changed is not read as if it were whole, and the error names the chunk', async () => {
  using store = await fixture.open();
  const name = await take(store, ['level']);
  const { places } = await store.describe(name);
  const [root] = places.map((place) => place.root);
  for (const blob of fixture.blobs) flip(fixture.blob(blob), 30);
  const damaged = { code: 'store-damaged' };
  await expect(store.describe(name)).rejects.toMatchObject(damaged);
  await expect(store.read(root as never)).rejects.toMatchObject({
    ...damaged,
    message: expect.stringContaining(`${root}`),
  });
  for (const blob of fixture.blobs) truncateSync(fixture.blob(blob), 10);
  await expect(store.read(root as never)).rejects.toMatchObject(damaged);
  for (const blob of fixture.blobs) rmSync(fixture.blob(blob));
  await expect(store.read(root as never)).rejects.toMatchObject(damaged);
});

test('what was found damaged is written anew by the next take, and an older restore point is whole again through it', async () => {
  using store = await fixture.open();
  const first = await take(store, ['level']);
  const pack = fixture.blobs.find((blob) => readFileSync(fixture.blob(blob)).includes('SLPACK01'));
  flip(fixture.blob(`${pack}`), 30);
  await expect(contentsOf(store, first)).rejects.toMatchObject({ code: 'store-damaged' });
  expect((await store.verify()).damages).toMatchObject([{ part: 'pack', restorePoints: ['rp1'] }]);
  await take(store, ['level']);
  expect(await contentsOf(store, first)).toEqual(['level']);
});

test('repairing brings what is whole out of a damaged pack, and older restore points do without that pack', async () => {
  using store = await fixture.open();
  const contents = ['level', 'rain', 'wind'].map((word) => word.repeat(100));
  const first = await take(store, contents);
  const second = await take(store, contents.slice(1));
  const pack = fixture.blobs.find((blob) => readFileSync(fixture.blob(blob)).includes('SLPACK01'));
  // In the first chunk, which the second restore point does not need.
  flip(fixture.blob(`${pack}`), 30);
  await store.verify();
  expect(await store.repair()).toEqual({
    replaced: [],
    lost: [{ pack: `sha256:${pack}`, restorePoints: [first, second] }],
  });
  expect(await contentsOf(store, second)).toEqual(contents.slice(1));

  const third = await take(store, contents);
  expect(await store.repair()).toEqual({ replaced: [`sha256:${pack}`], lost: [] });
  store.remove(third);
  await store.prune();
  expect(fixture.blobs).not.toContain(pack);
  expect(await contentsOf(store, first)).toEqual(contents);
  expect(await contentsOf(store, second)).toEqual(contents.slice(1));
  expect((await store.verify()).damages).toEqual([]);
  expect(await Store.rebuildIndex(fixture.folder, fixture.unlock)).toEqual([]);
  expect(await contentsOf(store, first)).toEqual(contents);
  expect(await store.repair()).toEqual({ replaced: [], lost: [] });
});

test('a damaged blob of an image counts as not there, and is whole again when it is fetched again', async () => {
  using store = await fixture.open();
  const { image } = await takeWithImage(store, 'level');
  const [layer] = image;
  if (layer === undefined) throw new Error('no layer');
  flip(fixture.blob(layer), 3);
  await store.verify();
  expect(store.blobs.has(layer)).toBe(false);
  await expect(store.blobs.read(layer)).rejects.toMatchObject({ code: 'store-damaged' });
  await expect(store.blobs.open(layer).toArray()).rejects.toMatchObject({ code: 'store-damaged' });
  using addition = store.begin();
  await addition.blobs.add(Buffer.from('a layer'), layer);
  expect(store.blobs.has(layer)).toBe(true);
  expect(await store.verify()).toMatchObject({ damages: [] });
});

test('a blob that comes in damaged is refused, and nothing of it stays', async () => {
  using store = await fixture.open();
  using addition = store.begin();
  const other = digestOf(Buffer.from('something else'));
  await expect(addition.blobs.add(Buffer.from('a layer'), other)).rejects.toMatchObject({
    code: 'transfer-failed',
  });
  const broken = async function* () {
    yield Buffer.from('a la');
    throw new Error('the link dropped');
  };
  await expect(addition.blobs.add(broken())).rejects.toThrow('the link dropped');
  expect(fixture.blobs).toEqual([]);
  expect(fixture.incoming).toEqual([]);
});
