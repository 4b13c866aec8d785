/** Images ahead of a move: stored when they appear, sent to a standby host, let go when nobody has them. Real hosts and store. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Station } from '../../electron/station.ts';
import type { CallOptions, Event, Input, MethodName, Output } from '../../shared/contract.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { CommandLine } from './command-line.ts';
import { failureOf } from './failure-of.ts';
import { countsOn, removeGauge } from './gauges.ts';
import { buildImage, chainOf } from './images-of-engine.ts';
import { docker, StationFixture } from './station-fixture.ts';

const noiseBytes = 8 << 20;
const ctr = 'ctr --address /run/docker/containerd/containerd.sock --namespace moby';
const noise = (name: string) => `RUN dd if=/dev/urandom of=/opt/${name} bs=1M count=${noiseBytes >> 20}`;

describeOnHosts('images ahead of a move', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  /** Has the store open. */
  let station: Station;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28-containerd']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await buildImage(upper, 'site:1', noise('one'));
    await buildImage(upper, 'site:2', noise('two'), 'site:1');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  beforeEach(async ({ onTestFinished }) => {
    station = new Station(fixture.home);
    onTestFinished(async () => {
      station[Symbol.dispose]();
      rmSync(path.join(fixture.home, 'store'), { recursive: true, force: true });
      change('DELETE FROM images_ahead; DELETE FROM container_images; DELETE FROM sent_images;');
      await removeGauge('site', upper, lower);
      await upper.shell('docker rm --force $(docker ps --all --quiet) 2>/dev/null || true');
      await lower.shell('docker rm --force $(docker ps --all --quiet) 2>/dev/null || true');
      await lower.shell('docker rmi --force $(docker images --quiet) 2>/dev/null || true');
    });
  });

  const call = <Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    options: CallOptions = {},
  ): Promise<Output<Name>> =>
    station.call(method, input, { askSecret: async () => 'a boat in a lock', ...options });
  /** Nobody is there to be asked, and nothing is open. */
  const callLocked = async <Name extends MethodName>(
    method: Name,
    input: Input<Name>,
  ): Promise<Output<Name>> => {
    using other = new Station(fixture.home);
    return await other.call(method, input);
  };
  const create = (name: string, image: string, host = upper) =>
    docker(host, 'create', '--name', name, image, '--memory', '2');
  const imagesOn = (host: EdgeHost) =>
    docker(host, 'images', '--all', '--format', '{{.Repository}}:{{.Tag}}');
  function change(sql: string): void {
    const journal = new Database(path.join(fixture.home, 'journal.db'));
    journal.exec(sql);
    journal.close();
  }
  const week = () =>
    change("UPDATE container_images SET seen_at = '2020-01-01T00:00:00.000Z' WHERE container = 'old'");

  test('are stored once: a new one costs its own layers, one that is stored nothing and no key', async () => {
    await create('old', 'site:1');
    const first = await call('images.store', { host: 'upper' });
    expect(first.images).toMatchObject([{ name: 'site:1', is: 'carried', containers: ['old'] }]);
    await create('new', 'site:2');
    const second = await call('images.store', { host: 'upper' });
    expect(second.images.map(({ name, is }) => [name, is]).toSorted()).toEqual([
      ['site:1', 'there'],
      ['site:2', 'carried'],
    ]);
    const bytes = second.images.find(({ is }) => is === 'carried')?.bytes ?? 0;
    expect(bytes).toBeGreaterThan(noiseBytes);
    expect(bytes).toBeLessThan(noiseBytes + 100_000);

    const third = await callLocked('images.store', { host: 'upper' });
    expect(third.images.map(({ is, bytes: came }) => [is, came])).toEqual([
      ['there', 0],
      ['there', 0],
    ]);
    const [listed] = await callLocked('images.list', { container: 'new' });
    expect(listed).toMatchObject({
      name: 'site:2',
      isWhole: true,
      containers: [{ host: 'upper', container: 'new' }],
    });
    expect(listed?.layers.map(({ digest }) => digest)).toEqual(
      JSON.parse(await docker(upper, 'image', 'inspect', '--format', '{{json .RootFS.Layers}}', 'site:2')),
    );
  });

  test('that a round has sent to the standby host cost a move nothing, and stay when it is taken back', async () => {
    await docker(
      upper,
      'run',
      '--detach',
      '--name',
      'site',
      '--volume',
      'site-data:/data',
      'site:2',
      '--memory',
      '2',
    );
    await countsOn({ host: upper, name: 'site' });
    await call('images.wish', { host: 'upper', standby: 'lower' });
    const [round] = await call('images.round', {});
    expect(round?.sent?.images).toMatchObject([{ name: 'site:2', is: 'carried' }]);
    const [again] = await callLocked('images.round', { host: 'upper' });
    expect(again).toMatchObject({
      stored: { images: [{ is: 'there' }] },
      sent: { images: [{ is: 'there', bytes: 0 }] },
    });
    const there = await chainOf(lower, 'site:2');

    const stop = new AbortController();
    const cancelled = await fixture.start('site', {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.event === 'run.step' && event.step === 'data') stop.abort();
      },
    });
    expect(cancelled.outcome).toBe('rolled-back');
    expect(await chainOf(lower, 'site:2')).toEqual(there);

    const moved = await fixture.migrate('site');
    expect(moved.bytesSent.image).toBe(0);
    expect(moved.fromStore).toBeUndefined();
    expect(await chainOf(lower, 'site:2')).toEqual(await chainOf(upper, 'site:2'));
    await countsOn({ host: lower, name: 'site' });
  });

  test('of containerd’s store reach a standby host with the engine’s own', async () => {
    await buildImage(upper, 'site:3', noise('three'));
    const before = await chainOf(upper, 'site:3');
    await upper.shell('docker save site:3 | base64 -w 0 >/tmp/site3 && docker rmi site:3');
    const archive = await upper.run(['cat', '/tmp/site3']);
    await lower.run(['sh', '-c', 'base64 -d | docker load'], { input: archive.stdout });
    await create('far', 'site:3', lower);
    await call('images.store', { host: 'lower' });
    const { images: sent } = await callLocked('images.send', { host: 'lower', standby: 'upper' });
    expect(sent).toMatchObject([{ is: 'carried', name: 'site:3' }]);
    expect(sent[0]?.bytes).toBeGreaterThan(noiseBytes);
    expect(sent[0]?.bytes).toBeLessThan(noiseBytes + 100_000);
    expect(await chainOf(upper, 'site:3')).toEqual(before);
  });

  test('are whole on the standby host, or not there, when the sending dies; the next one finishes', async () => {
    await create('old', 'site:1');
    await call('images.store', { host: 'upper' });
    const command = new CommandLine(fixture).start('--json', 'images', 'send', 'upper', '--to', 'lower');
    await command.until((event: Event) => event.event === 'images.progress' && event.bytes > 0);
    command.signal('SIGKILL');
    await command.finished;
    if ((await imagesOn(lower)) !== '')
      expect(await chainOf(lower, 'site:1')).toEqual(await chainOf(upper, 'site:1'));
    const { images } = await callLocked('images.send', { host: 'upper', standby: 'lower' });
    expect(images).toMatchObject([{ name: 'site:1' }]);
    expect(images[0]?.is).not.toBe('failed');
    expect(await chainOf(lower, 'site:1')).toEqual(await chainOf(upper, 'site:1'));
    expect(await docker(lower, 'run', '--rm', '--entrypoint', '/bin/ls', 'site:1', '/opt')).toContain('one');

    // What nobody refers to is collected there as soon as it can be: a layer may be gone that was there when it was asked for.
    await lower.shell(
      `${ctr} content rm $(${ctr} content ls | sort -k2 -h | awk '/MB/ { digest = $1 } END { print digest }')`,
    );
    const [mended] = (await callLocked('images.send', { host: 'upper', standby: 'lower' })).images;
    expect(mended?.is).toBe('carried');
    expect(mended?.bytes).toBeLessThan(noiseBytes + 100_000);
    expect(await chainOf(lower, 'site:1')).toEqual(await chainOf(upper, 'site:1'));
  });

  test('are not pruned while they are stored, nor afterwards; a layer that is lost is fetched again alone', async () => {
    await create('old', 'site:1');
    let pruned: Promise<unknown> | undefined;
    await call(
      'images.store',
      { host: 'upper' },
      {
        onEvent: (event) => {
          if (event.event === 'images.progress') pruned ??= failureOf(call('backups.prune', {}));
        },
      },
    );
    expect(await pruned).toMatchObject({ code: 'busy' });
    expect(await call('backups.prune', {})).toMatchObject({ removedBlobs: 0 });

    const [image] = await callLocked('images.list', {});
    const largest = image?.layers.toSorted((a, b) => b.bytes - a.bytes)[0];
    const blobs = await call('backups.verify', {});
    expect(blobs.damages).toEqual([]);
    const folder = path.join(fixture.home, 'store/blobs/sha256');
    const lost = readdirSync(folder).find(
      (name) => statSync(path.join(folder, name)).size === largest?.bytes,
    );
    rmSync(path.join(folder, lost ?? ''));
    const { images: sent } = await callLocked('images.send', { host: 'upper', standby: 'lower' });
    expect(sent).toMatchObject([{ is: 'failed', error: { code: 'store-damaged' } }]);
    const { images: stored } = await call('images.store', { host: 'upper' });
    expect(stored).toMatchObject([{ is: 'carried' }]);
    expect(stored[0]?.bytes).toBeLessThan(noiseBytes + 100_000);
    expect((await call('backups.verify', {})).damages).toEqual([]);
  });

  test('that no container has had for a week are let go, here and on the standby host', async () => {
    await create('old', 'site:1');
    await create('new', 'site:2');
    await call('images.wish', { host: 'upper', standby: 'lower' });
    await call('images.round', {});
    expect((await imagesOn(lower)).split('\n').toSorted()).toEqual(['site:1', 'site:2']);
    await docker(upper, 'rm', 'old');
    const [early] = await call('images.round', {});
    expect(early).toMatchObject({ letGo: [], sent: { takenAway: [] } });

    week();
    const [late] = await call('images.round', {});
    expect(late).toMatchObject({ letGo: ['site:1'], sent: { takenAway: ['site:1'] } });
    expect(await imagesOn(lower)).toBe('site:2');
    // The layers that the other one has stay.
    expect((await call('backups.prune', {})).removedBlobs).toBe(2);
    expect(await callLocked('images.list', {})).toMatchObject([{ name: 'site:2', isWhole: true }]);
    expect((await call('images.forget', { host: 'upper' })).letGo).toEqual(['site:2']);
    await call('backups.prune', {});
    expect(await callLocked('images.list', {})).toEqual([]);
  });
});
