/** What other tools find in the store's folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Addition } from '../../../electron/backups/store/addition.ts';
import { digestOf } from '../../../electron/backups/store/blob-file.ts';
import type { Descriptor } from '../../../electron/backups/store/index-json.ts';
import { manifestType } from '../../../electron/backups/store/manifest.ts';
import { describePoint, rp, StoreFixture } from './store-fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

let fixture: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
});
afterEach(() => fixture[Symbol.dispose]());

async function addImage(addition: Addition, content: string): Promise<Descriptor> {
  const layer = await addition.blobs.add(Buffer.from(content));
  const config = await addition.blobs.add(Buffer.from('{}'));
  const manifest = {
    schemaVersion: 2,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  };
  const blob = await addition.blobs.add(Buffer.from(JSON.stringify(manifest)));
  return { mediaType: manifestType, ...blob };
}

const names = () =>
  fixture.indexJson.manifests.map((manifest) => manifest.annotations['org.opencontainers.image.ref.name']);

test('the layout is one, and a restore point in it says what it is, with the image as its subject', async () => {
  using store = await fixture.open();
  using addition = store.begin();
  const image = await addImage(addition, 'layer');
  addition.setImage(image, 'gauge:1');
  const root = await addition.write(Buffer.from('level'));
  await addition.commit(describePoint([root], { comment: 'before the flood' }));

  expect(JSON.parse(readFileSync(join(fixture.folder, 'oci-layout'), 'utf8'))).toEqual({
    imageLayoutVersion: '1.0.0',
  });
  expect(names()).toEqual(['gauge:1', 'rp1']);
  const point = fixture.indexJson.manifests[1];
  expect(point).toMatchObject({
    mediaType: manifestType,
    artifactType: 'application/vnd.shiplock.restore-point.v1',
  });
  const bytes = readFileSync(fixture.blob(`${point?.digest}`));
  expect(digestOf(bytes)).toBe(point?.digest);
  const manifest = JSON.parse(bytes.toString());
  expect(manifest).toMatchObject({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: 'application/vnd.shiplock.restore-point.v1',
    config: { mediaType: 'application/vnd.shiplock.restore-point.config.v1' },
    layers: [{ mediaType: 'application/vnd.shiplock.pack.v1' }],
    subject: { digest: image.digest, size: image.size },
    annotations: {
      'vnd.shiplock.name': 'rp1',
      'vnd.shiplock.container': 'gauge',
      'vnd.shiplock.host': 'upper',
      'vnd.shiplock.kind': 'files-only',
      'vnd.shiplock.size': '1000',
      'org.opencontainers.image.created': '2026-03-01T10:00:00.000Z',
      'org.opencontainers.image.description': 'before the flood',
    },
  });
  for (const { digest, size } of [manifest.config, ...manifest.layers]) {
    const blob = readFileSync(fixture.blob(digest));
    expect([digestOf(blob), blob.length]).toEqual([digest, size]);
  }
});

test('an image of the same name takes the name over, and the one before is found by its digest', async () => {
  using store = await fixture.open();
  const digests: string[] = [];
  for (const content of ['old', 'new', 'new']) {
    using addition = store.begin();
    const image = await addImage(addition, content);
    digests.push(image.digest);
    addition.setImage(image, 'docker.io/library/gauge:1');
    await addition.commit(describePoint([await addition.write(Buffer.from(content))]));
  }
  expect(names()).toEqual([
    `docker.io/library/gauge:1@${digests[0]}`,
    'rp1',
    'rp2',
    'docker.io/library/gauge:1',
    'rp3',
  ]);
});

test('an image goes with the last restore point that is of it, one that was stored by itself when it is released', async () => {
  using store = await fixture.open();
  for (const [content, isPoint] of [
    ['of a point', true],
    ['by itself', false],
  ] as const) {
    using addition = store.begin();
    addition.setImage(await addImage(addition, content), content.replaceAll(' ', '-'));
    if (isPoint) await addition.commit(describePoint([await addition.write(Buffer.from('level'))]));
    else await addition.commitImage();
  }
  await store.prune();
  expect(names()).toEqual(['of-a-point', 'rp1', 'by-itself']);
  store.remove(rp(1));
  await store.prune();
  expect(names()).toEqual(['by-itself']);
  const [image] = store.images();
  expect(await store.verify()).toMatchObject({ restorePoints: 0, blobs: 3, damages: [] });
  store.releaseImage(image?.digest as never);
  await store.prune();
  expect(fixture.blobs).toEqual([]);
});

test('an image that is not whole is refused', async () => {
  using store = await fixture.open();
  using addition = store.begin();
  const config = await addition.blobs.add(Buffer.from('{}'));
  const missing = { digest: digestOf(Buffer.from('never came')), size: 10 };
  const manifest = {
    schemaVersion: 2,
    config: { mediaType: 'c', ...config },
    layers: [{ mediaType: 'l', ...missing }],
  };
  const blob = await addition.blobs.add(Buffer.from(JSON.stringify(manifest)));
  addition.setImage({ mediaType: manifestType, ...blob }, 'gauge:1');
  const root = await addition.write(Buffer.from('level'));
  await expect(addition.commit(describePoint([root]))).rejects.toMatchObject({
    code: 'store-damaged',
    message: expect.stringContaining(missing.digest),
  });
  expect(fixture.indexJson.manifests).toEqual([]);
});
