/** Checkpoints that go from one engine to the other: what stands in the way is adapted, all else stays byte for byte. */
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { CheckpointImage } from '../../../electron/backups/checkpoint/checkpoint-image.ts';
import { StoredCheckpoint, writeCheckpoint } from '../../../electron/backups/checkpoint/stored-checkpoint.ts';
import { imagesForDocker } from '../../../electron/backups/podman/images-for-docker.ts';
import { imagesForPodman } from '../../../electron/backups/podman/images-for-podman.ts';
import type { Place } from '../../../electron/backups/restore-point.ts';
import { digestOf } from '../../../electron/backups/take/host-blocks.ts';
import { entriesOf, type ImageKind } from '../../../electron/checkpoint/images/image.ts';
import { type Fields, image, message } from '../images/encode.ts';
import { MemoryChunks } from '../tree/memory-chunks.ts';
import { collected } from '../tree/samples.ts';

const relatime = 2 ** 21;
const slave = 2 ** 19;

/** As CRIU writes them; the numbers are those of images/mnt.proto. */
const mounted = (path: string, more: Fields = {}): Fields => ({
  1: 5,
  2: 1,
  3: 40,
  5: relatime,
  7: path,
  ...more,
});
const opened = (name: string): Fields => ({ 1: 3, 2: 1, 3: { 1: 7, 6: name, 10: 0o40555 } });

const pages = Buffer.alloc(100_000, 7);
const usual = {
  'files.img': image('files', opened('/'), opened('/data/readings')),
  'ids-1.img': image('ids-1', { 1: 2, 6: 10, 9: 13 }),
  'pages-1.img': pages,
};

async function checkpointOf(images: Readonly<Record<string, Buffer>>): Promise<StoredCheckpoint> {
  const chunks = new MemoryChunks();
  const stored = [];
  for (const [name, bytes] of Object.entries({ ...usual, ...images })) {
    const piece = { id: await chunks.write(bytes), length: bytes.length, digest: digestOf(bytes) };
    stored.push({ name, pieces: [piece] });
  }
  return StoredCheckpoint.open(chunks, await writeCheckpoint(chunks, stored));
}

async function bytesOf(images: readonly CheckpointImage[], name: string): Promise<Buffer> {
  const found = images.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  const bytes = await collected(found.content());
  expect(bytes).toHaveLength(found.bytes);
  return bytes;
}

const entries = (bytes: Buffer, kind: ImageKind) => [...entriesOf(bytes, kind, kind)];

test('what Docker mounted from its host is private under Podman, and the network comes from outside', async () => {
  const data = mounted('/data', { 5: relatime + slave, 10: 3, 11: 6, 18: '/data' });
  const own = mounted('/tmp', { 5: relatime + slave, 11: 6 });
  const images = await imagesForPodman(
    await checkpointOf({
      'mountpoints-13.img': image('mountpoints', data, own),
      'netns-9.img': Buffer.from('old'),
    }),
  );
  const [adapted, kept] = entries(await bytesOf(images, 'mountpoints-13.img'), 'mounts');
  expect([5, 10, 11].map((field) => adapted?.number(field))).toEqual([relatime, 0, 0]);
  expect(adapted?.text(18)).toBe('/data');
  expect([5, 11].map((field) => kept?.number(field))).toEqual([relatime + slave, 6]);
  const network = await bytesOf(images, 'netns-10.img');
  expect(network.subarray(12)).toEqual(message({ 8: 'extRootNetNS' }));
  expect(network.readUInt32LE(8)).toBe(network.length - 12);
  expect(images.map(({ name }) => name)).not.toContain('netns-9.img');
  expect((await bytesOf(images, 'pages-1.img')).equals(pages)).toBe(true);
});

test('the mode of the root folder is left out both ways, and of nothing else', async () => {
  const checkpoint = await checkpointOf({});
  for (const images of [await imagesForPodman(checkpoint), await imagesForDocker(checkpoint, [])]) {
    const [root, file] = entries(await bytesOf(images, 'files.img'), 'files').map((entry) =>
      entry.message(3),
    );
    expect([root?.text(6), root?.number(10), root?.number(1)]).toEqual(['/', undefined, 7]);
    expect([file?.text(6), file?.number(10)]).toEqual(['/data/readings', 0o40555]);
  }
});

test('Podman’s shared memory is the container’s own under Docker, and its other files from outside are not there', async () => {
  const images = await imagesForDocker(
    await checkpointOf({
      'mountpoints-13.img': image(
        'mountpoints',
        mounted('/dev/shm', { 3: 96, 13: 1, 18: '/dev/shm' }),
        mounted('/run/.containerenv', { 18: '/run/.containerenv' }),
        mounted('/etc/hosts', { 18: '/etc/hosts' }),
        mounted('/data', { 18: '/data' }),
        mounted('/proc'),
      ),
      'devshm-checkpoint.tar': Buffer.from('an archive'),
      'netns-10.img': Buffer.from('old'),
    }),
    [{ destination: '/data' } as Place],
  );
  const mounts = entries(await bytesOf(images, 'mountpoints-13.img'), 'mounts');
  expect(mounts.map((entry) => [entry.text(7), entry.text(18), entry.number(13)])).toEqual([
    ['/dev/shm', undefined, undefined],
    ['/etc/hosts', '/etc/hosts', undefined],
    ['/data', '/data', undefined],
    ['/proc', undefined, undefined],
  ]);
  expect(gunzipSync(await bytesOf(images, 'tmpfs-dev-96.tar.gz.img')).toString()).toBe('an archive');
  const names = images.map(({ name }) => name);
  for (const name of ['netns-10.img', 'devshm-checkpoint.tar']) expect(names).not.toContain(name);
});

test('an image that is damaged is named', async () => {
  const checkpoint = await checkpointOf({ 'mountpoints-13.img': Buffer.from('nonsense') });
  for (const adapted of [imagesForPodman(checkpoint), imagesForDocker(checkpoint, [])])
    await expect(adapted).rejects.toMatchObject({
      code: 'store-damaged',
      message: expect.stringContaining('mountpoints-13.img'),
    });
});
