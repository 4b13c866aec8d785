/** The archive that an engine loads: whole, or torn before what is wrong is whole. */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ArchiveRequest, imageArchive } from '../../../electron/backups/images/image-archive.ts';
import { ImageCatalogue } from '../../../electron/backups/images/known-images.ts';
import { storeImage } from '../../../electron/backups/images/store-image.ts';
import type { StoredImage } from '../../../electron/backups/images/stored-image.ts';
import { LayoutFolder } from '../../images/layout-folder.ts';
import { archiveOf, digestOf, givingHost, madeImage } from '../../images/made-image.ts';

const plain = () => ({ content: randomBytes(100_000), kept: 'plain' as const });

let layout: LayoutFolder;
let image: StoredImage;
beforeEach(async () => {
  layout = new LayoutFolder();
  const made = madeImage([plain(), plain()]);
  const archive = await archiveOf(made.files);
  const host = givingHost(() => ({ output: Readable.from([archive]) }));
  image = await storeImage({
    ...host,
    image: made.facts,
    name: 'made:latest',
    blobs: layout,
    known: new ImageCatalogue(),
    compression: 'none',
    onBytes: () => undefined,
  });
});
afterEach(() => layout[Symbol.dispose]());

async function entriesOf(request: Omit<ArchiveRequest, 'blobs' | 'image'>): Promise<Map<string, Buffer>> {
  const { stream } = await imageArchive({ blobs: layout, image, ...request });
  const archive = extract();
  const feeding = pipeline(stream, archive);
  feeding.catch(() => undefined);
  const entries = new Map<string, Buffer>();
  for await (const entry of archive) {
    const pieces: Buffer[] = [];
    for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece);
    entries.set(entry.header.name, Buffer.concat(pieces));
  }
  await feeding;
  return entries;
}

const pathOf = (digest: string | undefined): string => `blobs/sha256/${digest?.slice(7)}`;
const jsonOf = (bytes: Buffer | undefined): unknown => JSON.parse(String(bytes));

test('it holds every blob under its digest, and both lists name them', async () => {
  const entries = await entriesOf({ name: 'made:1' });
  for (const [name, content] of entries) {
    if (name.startsWith('blobs/')) expect(pathOf(digestOf(content))).toBe(name);
  }
  const layers = image.layers.map(({ blob }) => pathOf(blob.digest));
  expect(jsonOf(entries.get('manifest.json'))).toEqual([
    { Config: pathOf(image.config.digest), RepoTags: ['made:1'], Layers: layers },
  ]);
  expect([...entries.keys()]).toEqual(expect.arrayContaining([pathOf(image.manifest.digest), ...layers]));
});

test.each([
  ['gauge', 'docker.io/library/gauge:latest'],
  ['site/gauge:2', 'docker.io/site/gauge:2'],
  ['localhost/gauge', 'localhost/gauge:latest'],
  ['registry.example:5000/site/gauge', 'registry.example:5000/site/gauge:latest'],
])('containerd is told %s as %s', async (name, whole) => {
  const entries = await entriesOf({ name });
  expect(jsonOf(entries.get('index.json'))).toMatchObject({
    manifests: [{ annotations: { 'io.containerd.image.name': whole } }],
  });
});

test('what the engine has is left out, and named in the way it has it', async () => {
  const [lower, upper] = image.layers;
  const there = new Set([lower?.diffId ?? '']);
  const plainThere = new Set([upper?.diffId ?? '']);
  const entries = await entriesOf({ there, plainThere });
  const { layers } = jsonOf([...entries].find(([, content]) => content.includes('"layers":[{'))?.[1]) as {
    layers: unknown[];
  };
  expect(layers).toEqual([
    lower?.blob,
    { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: upper?.diffId, size: 100_000 },
  ]);
  const blobs = [...entries.keys()].filter((name) => name.startsWith('blobs/'));
  expect(blobs).toHaveLength(2);
});

test('a damaged layer tears it before the layer is whole, and is named', async () => {
  const digest = image.layers[1]?.blob.digest ?? '';
  const bytes = readFileSync(layout.fileOf(digest));
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  writeFileSync(layout.fileOf(digest), bytes);
  const { stream } = await imageArchive({ blobs: layout, image, name: 'made:1' });
  const seen: Buffer[] = [];
  stream.on('data', (piece: Buffer) => seen.push(piece));
  const failed = new Promise((resolve) => stream.once('error', resolve));
  expect(await failed).toMatchObject({ code: 'store-damaged', message: expect.stringContaining(digest) });
  expect(Buffer.concat(seen).includes(bytes)).toBe(false);
});

test('a damaged manifest or configuration is named at once', async () => {
  for (const { digest } of [image.config, image.manifest]) {
    const before = readFileSync(layout.fileOf(digest));
    writeFileSync(layout.fileOf(digest), `${before} `);
    const making = imageArchive({ blobs: layout, image });
    await expect(making).rejects.toMatchObject({
      code: 'store-damaged',
      message: expect.stringContaining(digest),
    });
    writeFileSync(layout.fileOf(digest), before);
  }
});

test('a layer that is gone from the store tears it', async () => {
  rmSync(layout.fileOf(image.layers[0]?.blob.digest ?? ''));
  await expect(entriesOf({})).rejects.toThrow();
});
