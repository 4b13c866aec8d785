/** Images and restore points to a real registry and back: Debian's docker-registry, over loopback. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ImageCatalogue } from '../../electron/backups/images/known-images.ts';
import { mediaTypes } from '../../electron/backups/images/oci-image.ts';
import { storeImage } from '../../electron/backups/images/store-image.ts';
import type { StoredImage } from '../../electron/backups/images/stored-image.ts';
import { registryAddress } from '../../electron/backups/registry/address.ts';
import { type Login, RegistryConnection } from '../../electron/backups/registry/connection.ts';
import { referrersOf } from '../../electron/backups/registry/manifests.ts';
import { pull } from '../../electron/backups/registry/pull.ts';
import { push } from '../../electron/backups/registry/push.ts';
import { succeed } from '../edge/command.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { LayoutFolder } from '../images/layout-folder.ts';
import { archiveOf, givingHost, madeImage } from '../images/made-image.ts';
import { BadLine } from '../registry/bad-line.ts';
import { login, TestRegistry } from '../registry/registry.ts';

const artifactType = 'application/vnd.shiplock.restore-point.v1';
const packBytes = 12_000_000;

describeOnHosts('a registry', () => {
  let registry: TestRegistry;
  let repository: string;
  let layout: LayoutFolder;
  let image: StoredImage;
  let point: string;
  let bytes: number;

  beforeAll(async () => {
    registry = await TestRegistry.up();
  });
  afterAll(() => registry[Symbol.asyncDispose]());

  beforeEach(async () => {
    repository = `site/gauge-${randomBytes(4).toString('hex')}`;
    layout = new LayoutFolder();
    image = await storeMadeImage(layout);
    point = await addPoint(layout, image);
    bytes = 0;
  });
  afterEach(() => layout[Symbol.dispose]());

  const onBytes = (more: number): void => {
    bytes += more;
  };

  function connection(port = registry.port, withLogin?: Login): RegistryConnection {
    return new RegistryConnection(registryAddress(`127.0.0.1:${port}/${repository}`), withLogin);
  }

  const pushTo = (to: RegistryConnection, manifest = point, tag = 'rp1'): Promise<void> =>
    push({ registry: to, blobs: layout, manifest, tag, onBytes });

  /** The same blobs under the same names. */
  async function expectSame(other: LayoutFolder): Promise<void> {
    expect(new Set(other.names)).toEqual(new Set(layout.names));
    for (const name of layout.names) {
      expect((await other.read(name)).equals(await layout.read(name)), name).toBe(true);
    }
  }

  test('takes a restore point with its image and gives both back, byte for byte', async () => {
    await pushTo(connection());
    using other = new LayoutFolder();
    const pulled = await pull({ registry: connection(), blobs: other, reference: 'rp1', onBytes });
    expect(pulled).toMatchObject({
      manifest: { digest: point, annotations: { 'vnd.shiplock.name': 'rp1' } },
      artifactType,
      subject: { manifest: { digest: image.manifest.digest } },
    });
    await expectSame(other);
  });

  test('is sent nothing that it has, and nothing is fetched that is here', async () => {
    await pushTo(connection());
    expect(bytes).toBeGreaterThan(packBytes);
    bytes = 0;
    const second = await addPoint(layout, image, 1_000_000);
    await pushTo(connection(), second, 'rp2');
    expect(bytes).toBeLessThan(1_010_000);
    bytes = 0;
    await pull({ registry: connection(), blobs: layout, reference: 'rp2', onBytes });
    expect(bytes).toBe(0);
  });

  test('without a list of its own lists the restore points of an image all the same', async () => {
    await pushTo(connection());
    const second = await addPoint(layout, image, 1000);
    await pushTo(connection(), second, 'rp2');
    await pushTo(connection(), second, 'rp2');
    const found = await referrersOf(connection(), image.manifest.digest);
    expect(found.map(({ digest }) => digest)).toEqual([point, second]);
    expect(found[0]).toMatchObject({ artifactType, annotations: { 'vnd.shiplock.name': 'rp1' } });
    expect(await referrersOf(connection(), point)).toEqual([]);
  });

  test('shows nothing of a restore point whose push was cancelled', async () => {
    const stop = new AbortController();
    const address = registryAddress(`127.0.0.1:${registry.port}/${repository}`);
    const stopped = new RegistryConnection(address, undefined, stop.signal);
    const pushing = push({
      ...{ registry: stopped, blobs: layout, manifest: point, tag: 'rp1' },
      onBytes: () => stop.abort(),
    });
    await expect(pushing).rejects.toMatchObject({ code: 'cancelled' });
    using other = new LayoutFolder();
    const pulling = pull({ registry: connection(), blobs: other, reference: 'rp1', onBytes });
    await expect(pulling).rejects.toMatchObject({ code: 'not-found' });
    expect(other.names).toEqual([]);
  });

  test('is pushed to and pulled from over a line that breaks, and what has arrived is not fetched again', async () => {
    await using line = await BadLine.to(registry.port, [3_000_000, 9_000_000, 20_000_000]);
    await pushTo(connection(line.port));
    expect(line.breaks).toBeGreaterThan(1);

    const breaks = [3_000_000, 7_000_000, 12_000_000];
    await using way = await BadLine.to(registry.port, breaks);
    using other = new LayoutFolder();
    bytes = 0;
    await pull({ registry: connection(way.port), blobs: other, reference: 'rp1', onBytes });
    expect(way.breaks).toBe(3);
    expect(bytes).toBeLessThanOrEqual(layout.bytes);
    // What is on the way when the line breaks is lost; each time from the beginning, all of these would be.
    const fromBeginning = breaks.reduce((sum, each) => sum + each, layout.bytes);
    expect(way.bytes).toBeLessThan((layout.bytes + fromBeginning) / 2);
    await expectSame(other);
  });

  test('that has a damaged blob gives nothing that is taken for it', async () => {
    await pushTo(connection());
    const { digest = '' } = image.layers[0]?.blob ?? {};
    const content = readFileSync(registry.fileOf(digest));
    content.writeUInt8(content.readUInt8(1000) ^ 1, 1000);
    writeFileSync(registry.fileOf(digest), content);
    using other = new LayoutFolder();
    const pulling = pull({ registry: connection(), blobs: other, reference: 'rp1', onBytes });
    await expect(pulling).rejects.toMatchObject({
      code: 'transfer-failed',
      message: expect.stringContaining(digest),
    });
    expect(other.names).not.toContain(digest);
    expect(other.names).not.toContain(point);
  });

  test('is not sent a blob that is damaged here', async () => {
    const { digest = '' } = image.layers[0]?.blob ?? {};
    const content = readFileSync(layout.fileOf(digest));
    content.writeUInt8(content.readUInt8(1000) ^ 1, 1000);
    writeFileSync(layout.fileOf(digest), content);
    await expect(pushTo(connection())).rejects.toMatchObject({ code: 'store-damaged' });
    const head = await fetch(connection().at('manifests/rp1'));
    expect(head.status).toBe(404);
  });

  test('with a login lets in who knows it, and tells others so', async () => {
    await using closed = await TestRegistry.up({ hasLogin: true });
    await expect(pushTo(connection(closed.port))).rejects.toMatchObject({ code: 'login-refused' });
    const wrong = { ...login, password: 'weir eight' };
    await expect(pushTo(connection(closed.port, wrong))).rejects.toMatchObject({ code: 'login-refused' });
    await pushTo(connection(closed.port, login));
    using other = new LayoutFolder();
    const known = connection(closed.port, login);
    await pull({ registry: known, blobs: other, reference: 'rp1', onBytes });
    await expectSame(other);
  });

  test('that is not there is said to be so', async () => {
    const gone = await TestRegistry.up();
    const { port } = gone;
    await gone[Symbol.asyncDispose]();
    const pushing = pushTo(connection(port));
    await expect(pushing).rejects.toMatchObject({ code: 'host-unreachable' });
  }, 30_000);

  test('shows the image to other tools', async () => {
    await pushTo(connection(), image.manifest.digest, 'gauge');
    const place = `docker://127.0.0.1:${registry.port}/${repository}:gauge`;
    const manifest = await succeed(['skopeo', 'inspect', '--raw', '--tls-verify=false', place]);
    expect(Buffer.from(manifest)).toEqual(await layout.read(image.manifest.digest));
  });
});

async function storeMadeImage(layout: LayoutFolder): Promise<StoredImage> {
  const layer = () => ({ content: randomBytes(400_000), kept: 'plain' as const });
  const made = madeImage([layer(), layer()]);
  const archive = await archiveOf(made.files);
  return storeImage({
    ...givingHost(() => ({ output: Readable.from([archive]) })),
    ...{ image: made.facts, name: 'made:latest', blobs: layout, known: new ImageCatalogue() },
    ...{ compression: 'none', onBytes: () => undefined },
  });
}

/** A manifest as a restore point has it, with one pack. Gives its digest. */
async function addPoint(layout: LayoutFolder, subject: StoredImage, bytes = packBytes): Promise<string> {
  const config = await layout.add(randomBytes(1000));
  const pack = await layout.add(randomBytes(bytes));
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType,
    config: { mediaType: 'application/vnd.shiplock.restore-point.config.v1', ...config },
    layers: [{ mediaType: 'application/vnd.shiplock.pack.v1', ...pack }],
    subject: subject.manifest,
    annotations: { 'vnd.shiplock.name': 'rp1' },
  };
  return (await layout.add(Buffer.from(JSON.stringify(manifest)))).digest;
}
