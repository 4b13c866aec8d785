/** Images of a store are found and read by whoever lacks its key. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listImages } from '../../../electron/backups/ahead/stored-images.ts';
import { findImage } from '../../../electron/backups/images/find-image.ts';
import { ImageCatalogue } from '../../../electron/backups/images/known-images.ts';
import { mediaTypes } from '../../../electron/backups/images/oci-image.ts';
import { ImageReader } from '../../../electron/backups/store/image-reader.ts';
import type { Digest } from '../../../electron/backups/store/layout.ts';
import { StoreFixture } from './store-fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

let fixture: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
});
afterEach(() => fixture[Symbol.dispose]());

interface Put {
  readonly manifest: Digest;
  readonly config: Digest;
  readonly layer: Digest;
}

/** An image of one layer, kept for itself. */
async function putImage(name: string): Promise<Put> {
  using store = await fixture.open();
  using addition = store.begin();
  const layer = await addition.blobs.add(randomBytes(5000));
  const rootfs = { type: 'layers', diff_ids: [layer.digest] };
  const config = await addition.blobs.add(Buffer.from(JSON.stringify({ rootfs, name })));
  const manifest = {
    schemaVersion: 2,
    config: { mediaType: mediaTypes.config, ...config },
    layers: [{ mediaType: mediaTypes.layer, ...layer }],
  };
  const blob = await addition.blobs.add(Buffer.from(JSON.stringify(manifest)));
  addition.setImage({ mediaType: mediaTypes.manifest, ...blob }, name);
  await addition.commitImage();
  return { manifest: blob.digest, config: config.digest, layer: layer.digest };
}

function opened(): ImageReader {
  const reader = ImageReader.open(fixture.folder);
  if (reader === undefined) throw new Error('there is no store');
  return reader;
}

test('an image is found by its configuration among others, and its layers are read', async () => {
  await putImage('other:1');
  const { manifest, config, layer } = await putImage('gauge:1');
  using reader = opened();
  expect(await findImage(reader, config)).toMatchObject({
    manifest: { digest: manifest },
    layers: [{ diffId: layer }],
  });
  expect(await reader.blobs.read(layer)).toHaveLength(5000);
  expect(await findImage(reader, `sha256:${'0'.repeat(64)}`)).toBeUndefined();
});

test('one that is damaged or not whole is named; others are found all the same', async () => {
  const first = await putImage('gauge:1');
  const second = await putImage('gauge:2');
  rmSync(fixture.blob(first.layer));
  writeFileSync(fixture.blob(second.config), '{}');
  const third = await putImage('gauge:3');
  using reader = opened();
  const naming = (digest: string) => ({
    code: 'store-damaged',
    message: expect.stringContaining(digest),
  });
  await expect(findImage(reader, first.config)).rejects.toMatchObject(naming(first.layer));
  await expect(findImage(reader, second.config)).rejects.toMatchObject(naming(second.config));
  expect(await findImage(reader, third.config)).toMatchObject({ manifest: { digest: third.manifest } });

  expect(
    (await listImages(reader)).map(({ name, isReadable, isWhole }) => [name, isReadable, isWhole]),
  ).toEqual([
    ['gauge:1', true, false],
    ['gauge:2', false, false],
    ['gauge:3', true, true],
  ]);
  const digests = reader.list().map(({ digest }) => digest);
  const known = await ImageCatalogue.read(reader.blobs, digests);
  expect(known.image(second.config)).toBeUndefined();
  expect(known.image(third.config)).toBeDefined();
});

test('nothing is pruned while it is open', async () => {
  await putImage('gauge:1');
  using store = await fixture.open();
  using _ = opened();
  await expect(store.prune()).rejects.toMatchObject({ code: 'busy' });
});

test('a store that another process keeps locked is given up soon', async () => {
  await putImage('gauge:1');
  const other = new Database(join(fixture.folder, 'index.db'));
  try {
    other.exec('BEGIN IMMEDIATE');
    expect(() => ImageReader.open(fixture.folder)).toThrow(expect.objectContaining({ code: 'busy' }));
  } finally {
    other.close();
  }
  opened()[Symbol.dispose]();
}, 15_000);

test('where there is no store, none is made; a folder of something else is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shiplock-store-'));
  try {
    expect(ImageReader.open(join(folder, 'store'))).toBeUndefined();
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'index.json'), '{}');
    expect(() => ImageReader.open(folder)).toThrow(expect.objectContaining({ code: 'usage' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
