/** Images from engines into an image layout on the laptop, and out of it into other engines, without a registry. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ImageCatalogue } from '../../electron/backups/images/known-images.ts';
import { archiveFor, freeName, referenceTo } from '../../electron/backups/images/engine-image.ts';
import { type StoreImageRequest, storeImage } from '../../electron/backups/images/store-image.ts';
import type { StoredImage } from '../../electron/backups/images/stored-image.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import type { Engine, ImageFacts } from '../../electron/engines/engine.ts';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { pour } from '../../electron/transfer/pour.ts';
import { execute, succeed } from '../edge/command.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { images, loadImage as putImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { LayoutFolder } from '../images/layout-folder.ts';
import { docker } from './station-fixture.ts';

interface Side {
  readonly host: EdgeHost;
  readonly session: Session;
  readonly engine: Engine;
}

async function sideOf(host: EdgeHost): Promise<Side> {
  const session = await connect(hostOf(host));
  return { host, session, engine: await openDocker(session) };
}

async function imageOf({ engine }: Side, name: string): Promise<ImageFacts> {
  const image = await engine.image(name);
  if (image === undefined) throw new Error(`there is no image ${name}`);
  return image;
}

async function build({ host }: Side, name: string, from: string, step: string): Promise<void> {
  const words = ['env', 'DOCKER_BUILDKIT=0', 'docker', 'build', '--no-cache', '--tag', name, '-'];
  const { status, stderr } = await host.run(words, { input: `FROM ${from}\n${step}\n` });
  if (status !== 0) throw new Error(stderr);
}

const noiseBytes = 8 << 20;
const noise = (name: string): string =>
  `RUN dd if=/dev/urandom of=/opt/${name} bs=1M count=${noiseBytes >> 20}`;

describeOnHosts('a stored image', () => {
  let old: Side;
  let containerd: Side;
  let layout: LayoutFolder;
  let known: ImageCatalogue;
  let bytes: number;

  beforeAll(async () => {
    const [first, second] = await Promise.all([
      EdgeHost.up({ name: 'upper', flavour: 'docker26', rateMbit: 1000 }),
      EdgeHost.up({ name: 'lower', flavour: 'docker28-containerd', rateMbit: 1000 }),
    ]);
    [old, containerd] = await Promise.all([sideOf(first), sideOf(second)]);
    await putImage(old.host, 'station');
    await build(old, 'site:1', images.station, noise('one'));
    await build(old, 'site:2', 'site:1', noise('two'));
  });
  afterAll(async () => {
    for (const side of [old, containerd]) {
      side?.engine.close();
      side?.session.close();
      await side?.host.down();
    }
  });
  beforeEach(() => {
    layout = new LayoutFolder();
    known = new ImageCatalogue();
    bytes = 0;
  });
  afterEach(async () => {
    layout[Symbol.dispose]();
    await containerd.host.shell('docker rm --force $(docker ps --all --quiet) 2>/dev/null || true');
    await containerd.host.shell('docker rmi --force $(docker images --quiet) 2>/dev/null || true');
  });

  const onBytes = (more: number): void => {
    bytes += more;
  };

  async function store(
    { session, engine }: Side,
    name: string,
    more: Partial<StoreImageRequest> = {},
  ): Promise<StoredImage> {
    const image = await imageOf({ session, engine } as Side, name);
    bytes = 0;
    const request = {
      session,
      engine,
      image,
      name,
      blobs: layout,
      known,
      compression: 'none',
      onBytes,
    } as const;
    const stored = await storeImage({ ...request, ...more });
    known.add(stored);
    return stored;
  }

  /** As a restore does. */
  async function load(
    { session, engine }: Pick<Side, 'session' | 'engine'>,
    image: StoredImage,
    name: string,
    blobs = layout,
  ): Promise<string> {
    bytes = 0;
    const wanted = { name, configDigest: image.config.digest };
    const there = await referenceTo(engine, wanted, [image.manifest.digest]);
    if (there !== undefined) return there;
    const archive = await archiveFor(engine, image, blobs, await freeName(engine, wanted));
    const request = { session, command: engine.importCommand, stream: archive.stream, mayCompress: false };
    await pour({ ...request, what: name, onBytes, signal: new AbortController().signal });
    return (await referenceTo(engine, wanted, [archive.manifestDigest])) ?? 'nothing';
  }

  const runs = ({ host }: Side, image: string): Promise<string> =>
    docker(host, 'run', '--rm', '--entrypoint', '/bin/cat', image, '/opt/station/layers/second');

  test('goes from Docker 26 to containerd’s store and back as the same image, and runs', async () => {
    const before = await imageOf(old, images.station);
    const stored = await store(old, images.station);
    expect(stored.config.digest).toBe(before.configDigest);
    expect(await load(containerd, stored, images.station)).toBe(images.station);
    expect((await imageOf(containerd, images.station)).configDigest).toBe(before.configDigest);
    expect(await runs(containerd, images.station)).toBe('second');

    using second = new LayoutFolder();
    const again = await store(containerd, images.station, { blobs: second, known: new ImageCatalogue() });
    await using third = await EdgeHost.up({ name: 'third', flavour: 'docker26' });
    const { engine, session } = await sideOf(third);
    try {
      await load({ engine, session }, again, images.station, second);
    } finally {
      engine.close();
      session.close();
    }
    expect(await docker(third, 'image', 'inspect', '--format', '{{.Id}}', images.station)).toBe(before.id);
    expect(
      await docker(
        third,
        'run',
        '--rm',
        '--entrypoint',
        '/bin/cat',
        images.station,
        '/opt/station/attributed',
      ),
    ).toBe('attributed');
  });

  test('that shares layers with another adds its own alone, on the way in and on the way out', async () => {
    const first = await store(old, 'site:1');
    const storeBefore = layout.bytes;
    const second = await store(old, 'site:2');
    expect(bytes).toBeGreaterThan(noiseBytes);
    expect(bytes).toBeLessThan(noiseBytes + 100_000);
    expect(layout.bytes - storeBefore).toBeLessThan(noiseBytes + 100_000);

    await load(containerd, first, 'site:1');
    expect(bytes).toBeGreaterThan(noiseBytes);
    await load(containerd, second, 'site:2');
    expect(bytes).toBeGreaterThan(noiseBytes);
    expect(bytes).toBeLessThan(noiseBytes + 100_000);
    expect(await runs(containerd, 'site:2')).toBe('second');

    await old.host.shell('docker rmi site:2');
    await load(old, second, 'site:2');
    expect(bytes).toBeLessThan(noiseBytes + 100_000);
    expect((await imageOf(old, 'site:2')).id).toBe(second.config.digest);
    expect(await runs(old, 'site:2')).toBe('second');
  });

  test('whose lower layers containerd keeps uncompressed costs its own alone', async () => {
    const base = await old.host.run(['sh', '-c', 'docker save site:1 | base64 -w 0']);
    await containerd.host.run(['sh', '-c', 'base64 -d | docker load'], { input: base.stdout });
    const stored = await store(old, 'site:2');
    await load(containerd, stored, 'site:2');
    expect(bytes).toBeGreaterThan(noiseBytes);
    expect(bytes).toBeLessThan(noiseBytes + 100_000);
    expect(await runs(containerd, 'site:2')).toBe('second');
  });

  test('is asked of no host twice, and sent to none that has it', async () => {
    const stored = await store(old, images.station);
    expect(await store(old, images.station)).toEqual(stored);
    expect(bytes).toBe(0);
    await load(old, stored, images.station);
    expect(bytes).toBe(0);
  });

  test('comes compressed over a slow link, and is the same', async () => {
    const plain = await store(old, images.station);
    const plainBytes = bytes;
    using other = new LayoutFolder();
    const packed = await store(old, images.station, {
      blobs: other,
      known: new ImageCatalogue(),
      compression: 'zstd',
    });
    expect(bytes).toBeLessThan(plainBytes / 2);
    expect(packed.layers.map(({ diffId }) => diffId)).toEqual(plain.layers.map(({ diffId }) => diffId));
  });

  test.each(['docker26', 'docker28-containerd'])(
    'leaves a name of another image on %s alone',
    async (flavour) => {
      const side = flavour === 'docker26' ? old : containerd;
      const stored = await store(old, images.station);
      await putImage(side.host, 'gauge');
      await docker(side.host, 'tag', images.gauge, 'site:9');
      const taken = await imageOf(side, 'site:9');
      const reference = await load(side, stored, 'site:9');
      expect(reference).toMatch(/^sha256:/);
      expect(await imageOf(side, 'site:9')).toEqual(taken);
      expect((await imageOf(side, reference)).configDigest).toBe(stored.config.digest);
      expect(await runs(side, reference)).toBe('second');
    },
  );

  test('whose container calls it by an identifier is loaded without a name, also where layers lie uncompressed', async () => {
    const base = await old.host.run(['sh', '-c', 'docker save site:1 | base64 -w 0']);
    await containerd.host.run(['sh', '-c', 'base64 -d | docker load'], { input: base.stdout });
    const stored = await store(old, 'site:2');
    const reference = await load(containerd, stored, stored.config.digest);
    expect(reference).toMatch(/^sha256:/);
    expect(await runs(containerd, reference)).toBe('second');
  });

  test('with a damaged layer is loaded nowhere, and the layer is named', async () => {
    const stored = await store(old, 'site:1');
    const digest = stored.layers.at(-1)?.blob.digest ?? '';
    const content = readFileSync(layout.fileOf(digest));
    content.writeUInt8(content.readUInt8(5_000_000) ^ 1, 5_000_000);
    writeFileSync(layout.fileOf(digest), content);
    await expect(load(containerd, stored, 'site:1')).rejects.toMatchObject({
      code: 'store-damaged',
      message: expect.stringContaining(digest),
    });
    expect(await containerd.engine.image('site:1')).toBeUndefined();
  });

  test('whose link is lost on the way in leaves no blob that is not whole', async () => {
    const { engine, session } = await sideOf(old.host);
    let arrived = 0;
    const storing = storeImage({
      ...{ engine, session, blobs: layout, known, compression: 'none', name: 'site:2' },
      image: await imageOf(old, 'site:2'),
      onBytes: (more) => {
        arrived += more;
        if (arrived > 4_000_000) session.close();
      },
    });
    await expect(storing).rejects.toMatchObject({ code: 'cancelled' });
    engine.close();
    await expectOnlyWhole();
  });

  test('that is cancelled on the way in leaves no blob that is not whole, and no command on the host', async () => {
    const stop = new AbortController();
    const storing = store(old, 'site:2', { onBytes: () => stop.abort(), signal: stop.signal });
    await expect(storing).rejects.toMatchObject({ code: 'cancelled' });
    await expectOnlyWhole();
    expect((await old.host.run(['pgrep', '-f', 'docker save'])).status).toBe(1);
  });

  async function expectOnlyWhole(): Promise<void> {
    for (const name of layout.names) {
      expect(await succeed(['sha256sum', layout.fileOf(name)])).toContain(name.slice('sha256:'.length));
    }
    expect(layout.names.length).toBeLessThan(7);
  }

  test('is read by skopeo: its entry in the index, its layers, and all of it when it is copied', async () => {
    const stored = await store(old, images.station);
    const annotations = { 'org.opencontainers.image.ref.name': images.station };
    layout.list([{ ...stored.manifest, annotations }]);
    const place = `oci:${layout.folder}:${images.station}`;
    const inspected = JSON.parse(await succeed(['skopeo', 'inspect', place]));
    expect(inspected).toMatchObject({
      Digest: stored.manifest.digest,
      Layers: stored.layers.map(({ blob }) => blob.digest),
    });
    using copy = new LayoutFolder();
    const { status, stderr } = await execute(['skopeo', 'copy', place, `dir:${copy.folder}/copy`]);
    expect(status, stderr).toBe(0);
    const config = readFileSync(`${copy.folder}/copy/${stored.config.digest.slice(7)}`);
    expect(config).toEqual(await layout.read(stored.config.digest));
  });
});
