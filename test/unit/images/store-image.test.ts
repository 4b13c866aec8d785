/** Images on their way into the store: whole or not at all. The host is played; real ones are in `test/integration`. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ImageCatalogue } from '../../../electron/backups/images/known-images.ts';
import { storeImage } from '../../../electron/backups/images/store-image.ts';
import { readStoredImage, type StoredImage } from '../../../electron/backups/images/stored-image.ts';
import { fromErrorData } from '../../../shared/errors.ts';
import { LayoutFolder } from '../../images/layout-folder.ts';
import {
  archiveOf,
  digestOf,
  type Given,
  givingHost,
  type Kept,
  type MadeImage,
  madeImage,
} from '../../images/made-image.ts';

let layout: LayoutFolder;
beforeEach(() => {
  layout = new LayoutFolder();
});
afterEach(() => layout[Symbol.dispose]());

interface Asked {
  readonly known?: ImageCatalogue;
  readonly asked?: (leaveOut: readonly string[]) => void;
  readonly onBytes?: (bytes: number) => void;
}

function store(image: MadeImage, given: () => Given, more: Asked = {}): Promise<StoredImage> {
  const { known = new ImageCatalogue(), asked, onBytes = () => undefined } = more;
  const host = givingHost(given, asked);
  const request = { name: 'made:latest', blobs: layout, known, compression: 'none', onBytes } as const;
  return storeImage({ ...host, ...request, image: image.facts });
}

async function storeWhole(image: MadeImage, more: Asked = {}): Promise<StoredImage> {
  const archive = await archiveOf(image.files);
  return store(image, () => ({ output: Readable.from([archive]) }), more);
}

const layer = (kept: Kept, bytes = 200_000) => ({
  content: Buffer.concat([randomBytes(bytes / 2), Buffer.alloc(bytes / 2)]),
  kept,
});

const isThere = <Value>(value: Value | undefined): value is Value => value !== undefined;

async function isWhole(digest: string): Promise<boolean> {
  return digest.startsWith('sha256:') && digestOf(await layout.read(digest)) === digest;
}

describe('an image that is stored', () => {
  test('is found again from the layout alone, its configuration byte for byte', async () => {
    const image = madeImage([layer('plain'), layer('gzip'), layer('zstd')]);
    const stored = await storeWhole(image);
    expect(await readStoredImage(layout, stored.manifest.digest)).toEqual(stored);
    expect(stored.config.digest).toBe(image.facts.configDigest);
    expect(await layout.read(stored.config.digest)).toEqual(image.config);
    expect(stored.layers.map(({ diffId }) => diffId)).toEqual(image.facts.layers.map(({ diffId }) => diffId));
  });

  test('has its plain layers compressed, and the others as they were', async () => {
    const image = madeImage([layer('plain'), layer('gzip'), layer('zstd')]);
    const { layers } = await storeWhole(image);
    const [plain, gzip, zstd] = layers.map(({ blob }) => blob);
    expect(plain?.mediaType).toBe('application/vnd.oci.image.layer.v1.tar+zstd');
    expect(plain?.size).toBeLessThan(110_000);
    expect(gzip?.mediaType).toBe('application/vnd.oci.image.layer.v1.tar+gzip');
    expect(zstd?.mediaType).toBe('application/vnd.oci.image.layer.v1.tar+zstd');
    const kept = [gzip, zstd].map((blob) => `blobs/sha256/${blob?.digest.slice(7)}`);
    expect(kept).toEqual(image.facts.layers.slice(1).map(({ archivePath }) => archivePath));
  });

  test('may have one layer twice in its chain', async () => {
    const empty = layer('plain', 1024);
    const { layers } = await storeWhole(madeImage([empty, layer('plain'), empty]));
    expect(layers).toHaveLength(3);
    expect(layers[2]).toEqual(layers[0]);
  });

  test('costs nothing the second time', async () => {
    const image = madeImage([layer('plain')]);
    const stored = await storeWhole(image);
    const known = await ImageCatalogue.read(layout, [stored.manifest.digest]);
    const refuse = (): Given => {
      throw new Error('the host was asked');
    };
    expect(await store(image, refuse, { known })).toEqual(stored);
  });

  test('costs only its own layers when another has the rest', async () => {
    const [base, own] = [layer('plain'), layer('plain')];
    const known = new ImageCatalogue();
    const first = await storeWhole(madeImage([base]));
    known.add(first);
    const image = madeImage([base, own]);
    const [basePath = ''] = image.facts.layers.map(({ archivePath }) => archivePath);
    const files = new Map([...image.files].filter(([path]) => path !== basePath));
    const archive = await archiveOf(files);
    const leftOut: string[] = [];
    let bytes = 0;
    const second = await store(image, () => ({ output: Readable.from([archive]) }), {
      known,
      asked: (leaveOut) => leftOut.push(...leaveOut),
      onBytes: (more) => {
        bytes += more;
      },
    });
    expect(leftOut).toEqual([basePath]);
    expect(bytes).toBe(archive.length);
    expect(second.layers[0]).toEqual(first.layers[0]);
  });

  test('is whole again, as it was, after a blob of it was lost and its host still had it', async () => {
    const image = madeImage([layer('plain'), layer('gzip')]);
    const known = new ImageCatalogue();
    const before = await storeWhole(image, { known });
    known.add(before);
    for (const { digest } of [before.layers[0]?.blob, before.config, before.manifest].filter(isThere)) {
      rmSync(layout.fileOf(digest));
      const leftOut: string[] = [];
      expect(await storeWhole(image, { known, asked: (paths) => leftOut.push(...paths) })).toEqual(before);
      expect(leftOut).toHaveLength(digest === before.layers[0]?.blob.digest ? 1 : 2);
      expect(await isWhole(digest)).toBe(true);
    }
  });
});

describe('a layer', () => {
  test('is the same blob however it came in', async () => {
    const image = madeImage([layer('plain', 2_000_000)]);
    const archive = await archiveOf(image.files);
    const blobsOf = async (pieceBytes: number): Promise<unknown> => {
      const pieces: Buffer[] = [];
      for (let at = 0; at < archive.length; at += pieceBytes)
        pieces.push(archive.subarray(at, at + pieceBytes));
      return (await store(image, () => ({ output: Readable.from(pieces) }))).layers;
    };
    const blobs = await blobsOf(archive.length);
    expect(await blobsOf(1000)).toEqual(blobs);
    expect(await blobsOf(70_001)).toEqual(blobs);
  });

  test('that arrived before the link was lost is not fetched again', async () => {
    const image = madeImage([layer('plain'), layer('plain')]);
    const archive = await archiveOf(image.files);
    const lost = fromErrorData({ code: 'link-lost', message: 'The link is lost.' });
    async function* torn(): AsyncGenerator<Buffer> {
      yield archive.subarray(0, archive.length - 150_000);
      throw lost;
    }
    const exit = Promise.reject(lost);
    exit.catch(() => undefined);
    const known = new ImageCatalogue();
    await expect(store(image, () => ({ output: Readable.from(torn()), exit }), { known })).rejects.toBe(lost);
    const leftOut: string[] = [];
    await storeWhole(image, { known, asked: (leaveOut) => leftOut.push(...leaveOut) });
    expect(leftOut).toEqual(image.facts.layers.slice(0, 1).map(({ archivePath }) => archivePath));
  });
});

describe('an image that does not come as it should', () => {
  test.each<Kept>(['plain', 'gzip', 'zstd'])(
    'with another content in a %s layer is refused',
    async (kept) => {
      const image = madeImage([layer(kept)]);
      const [path = ''] = image.facts.layers.map(({ archivePath }) => archivePath);
      const other = madeImage([layer(kept)]);
      const [otherPath = ''] = other.facts.layers.map(({ archivePath }) => archivePath);
      const files = new Map(image.files).set(path, other.files.get(otherPath) ?? Buffer.alloc(0));
      const archive = await archiveOf(files);
      const storing = store(image, () => ({ output: Readable.from([archive]) }));
      await expect(storing).rejects.toMatchObject({ code: 'incomplete' });
      expect(layout.names).toEqual([digestOf(image.config)].filter((name) => layout.has(name)));
    },
  );

  test.each<Kept>(['gzip', 'zstd'])('with a %s layer that holds something else is refused', async (kept) => {
    const image = madeImage([layer(kept)]);
    const layers = image.facts.layers.map((each) => ({ ...each, diffId: digestOf(Buffer.from('else')) }));
    const lying = { ...image, facts: { ...image.facts, layers } };
    await expect(storeWhole(lying)).rejects.toMatchObject({ code: 'incomplete' });
    expect(layout.names).toEqual([]);
  });

  test('without one of its layers is refused', async () => {
    const image = madeImage([layer('plain'), layer('plain')]);
    const [path = ''] = image.facts.layers.map(({ archivePath }) => archivePath);
    const files = new Map([...image.files].filter(([each]) => each !== path));
    const archive = await archiveOf(files);
    const storing = store(image, () => ({ output: Readable.from([archive]) }));
    await expect(storing).rejects.toMatchObject({ code: 'incomplete' });
  });

  test('as an archive that makes no sense is refused', async () => {
    const image = madeImage([layer('plain')]);
    const archive = await archiveOf(image.files);
    archive.fill(0x55, 0, 512);
    const storing = store(image, () => ({ output: Readable.from([archive]) }));
    await expect(storing).rejects.toMatchObject({ code: 'incomplete' });
    expect(layout.names).toEqual([]);
  });

  test('since the store cannot take it fails as the store does, and ends', async () => {
    const image = madeImage([layer('plain', 4_000_000)]);
    const archive = await archiveOf(image.files);
    const full = fromErrorData({ code: 'disk-full', message: 'The disk is full.' });
    const { signal } = new AbortController();
    const storing = storeImage({
      ...givingHost(() => ({ output: Readable.from([archive]) })),
      ...{
        image: image.facts,
        name: 'made:latest',
        known: new ImageCatalogue(),
        compression: 'none',
        signal,
      },
      blobs: { has: () => false, add: () => Promise.reject(full) },
      onBytes: () => undefined,
    });
    await expect(storing).rejects.toBe(full);
  });

  test('since the engine fails is told with its words', async () => {
    const image = madeImage([layer('plain')]);
    const given = (words: string) => () => ({
      output: Readable.from([]),
      words,
      exit: Promise.resolve({ status: 1 }),
    });
    const failing = store(image, given('Error response from daemon: layer is gone'));
    await expect(failing).rejects.toMatchObject({
      code: 'engine-failed',
      details: expect.stringContaining('layer is gone'),
    });
    const full = store(image, given('write /var/lib/docker/tmp/x: no space left on device'));
    await expect(full).rejects.toMatchObject({ code: 'disk-full' });
  });

  test('since the link is lost, wherever that is, leaves no manifest and no blob that is not whole', async () => {
    const image = madeImage([layer('plain', 60_000), layer('gzip', 60_000), layer('zstd', 60_000)]);
    const archive = await archiveOf(image.files);
    const lost = fromErrorData({ code: 'link-lost', message: 'The link is lost.' });
    const places = fc.tuple(fc.nat(archive.length), fc.integer({ min: 100, max: 70_000 }));
    await fc.assert(
      fc.asyncProperty(places, async ([end, pieceBytes]) => {
        async function* torn(): AsyncGenerator<Buffer> {
          for (let at = 0; at < end; at += pieceBytes) {
            yield archive.subarray(at, Math.min(at + pieceBytes, end));
          }
          throw lost;
        }
        const exit = Promise.reject(lost);
        exit.catch(() => undefined);
        const storing = store(image, () => ({ output: Readable.from(torn()), exit }));
        await expect(storing).rejects.toBe(lost);
        for (const name of layout.names) {
          expect(await isWhole(name), name).toBe(true);
          expect((await layout.read(name)).includes('schemaVersion'), `${name} is a manifest`).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });
});
