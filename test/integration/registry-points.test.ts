/** Restore points go to a registry and come back where the laptop that took them is lost: real host, store and registry. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Station } from '../../electron/station.ts';
import type { AskSecret, CallOptions, Event } from '../../shared/contract.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { login, TestRegistry } from '../registry/registry.ts';
import { saying } from '../saying.ts';
import { CommandLine } from './command-line.ts';
import { failureOf } from './failure-of.ts';
import { countsOn, removeGauge, startGauge } from './gauges.ts';
import { StationFixture } from './station-fixture.ts';

const passphrase = 'a boat in a lock';

const askSecret =
  (secret: string): AskSecret =>
  async ({ kind, isRetry }) =>
    isRetry ? undefined : kind === 'registry-password' ? login.password : secret;

describeOnHosts('restore points in a registry', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let registry: TestRegistry;
  let place: { repository: string; user: string };
  let recoveryKey: string;
  /** By which the store grew for each. */
  const added: number[] = [];

  const ours: CallOptions = { askSecret: askSecret(passphrase) };

  /** Another laptop, with nothing on it. */
  function laptop(name: string): Station {
    return new Station(path.join(fixture.home, name));
  }

  async function take(station: Station, secret: string): Promise<number> {
    const input = { container: 'gauge', from: 'upper', comment: 'before the flood' };
    const onEvent = (event: Event): void => {
      if (event.event === 'store.made') ({ recoveryKey } = event);
    };
    return (await station.call('backups.take', input, { askSecret: askSecret(secret), onEvent })).addedBytes;
  }

  beforeAll(async () => {
    [fixture, registry] = await Promise.all([
      StationFixture.up(['docker26']),
      TestRegistry.up({ hasLogin: true }),
    ]);
    ({ upper } = fixture);
    place = { repository: `127.0.0.1:${registry.port}/site/gauge`, user: login.user };
    await loadImage(upper, 'gauge');
    await startGauge(upper, 'gauge', { words: '--memory 16 --dirty 0' });
    for (const _ of [1, 2]) added.push(await take(fixture.station, passphrase));
  });
  afterAll(async () => {
    await registry?.[Symbol.asyncDispose]();
    await fixture?.[Symbol.asyncDispose]();
  });

  test('are pushed, the second with only what the registry lacks, and listed there', async () => {
    const push = (point: string, tag?: string) =>
      fixture.station.call('registry.push', { ...place, point, tag }, ours);
    const first = await push('rp1');
    expect(first.sentBytes).toBeGreaterThanOrEqual(added[0] ?? 0);
    const second = await push('rp2', 'latest');
    expect(second.sentBytes).toBeLessThan((added[1] ?? 0) + 50_000);
    expect(second.sentBytes).toBeLessThan(first.sentBytes / 3);
    expect(await push('rp2', 'latest')).toMatchObject({ tag: 'latest', sentBytes: 0 });
    expect(await fixture.station.call('registry.list', place, ours)).toMatchObject([
      { tag: 'latest', container: 'gauge', host: 'upper', kind: 'with-memory', comment: 'before the flood' },
      { tag: expect.stringMatching(/^gauge-\d{8}T\d{6}Z$/), container: 'gauge' },
    ]);
  });

  test('come back by the command line to a laptop that has the recovery key alone, and go on there', async () => {
    await upper.shell('docker rm --force gauge; docker volume rm gauge-data');
    const home = path.join(fixture.home, 'other');
    using station = new Station(home);
    await station.call('hosts.add', hostOf(upper));
    const secrets = path.join(home, 'secrets.json');
    const known = { '@store': { passphrase: recoveryKey }, '@registry': { password: login.password } };
    writeFileSync(secrets, JSON.stringify(known), { mode: 0o600 });
    const shiplock = new CommandLine({ home });
    const run = (...words: readonly string[]) => shiplock.run('--secrets', secrets, ...words);
    expect(await run('pull', `${place.repository}:latest`, '--user', login.user)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^rp1 is here: gauge on upper/),
    });
    expect(await run('restore', 'rp1', '--to', 'upper')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('gauge runs on upper now'),
    });
    await countsOn({ host: upper, name: 'gauge' });
    await removeGauge('gauge', upper);
  });

  test('open with the passphrase too, and with nothing else; until then there is no store', async () => {
    using stranger = laptop('stranger');
    const pull = (secret: string) =>
      stranger.call('registry.pull', { ...place, reference: 'latest' }, { askSecret: askSecret(secret) });
    expect(await failureOf(pull('a boat in a dock'))).toMatchObject({ code: 'store-locked' });
    expect(await failureOf(stranger.call('backups.verify', {}))).toMatchObject({ code: 'not-found' });
    expect(await pull(passphrase)).toMatchObject({ name: 'rp1', container: 'gauge' });
    expect((await stranger.call('backups.verify', {}, ours)).damages).toEqual([]);
  });

  test('of a store with another key are refused before anything is fetched, with the way out', async () => {
    using own = laptop('own');
    await own.call('hosts.add', hostOf(upper));
    await startGauge(upper, 'gauge');
    await take(own, 'another boat');
    await removeGauge('gauge', upper);
    const events: string[] = [];
    const options = { ...ours, onEvent: ({ event }: Event) => void events.push(event) };
    expect(
      await failureOf(own.call('registry.pull', { ...place, reference: 'latest' }, options)),
    ).toMatchObject({ code: 'store-locked', remedy: saying(expect.stringContaining('--home')) });
    expect(events).toEqual([]);
  });

  test('without their key, as a copy of a registry may have them, are refused where there is no store', async () => {
    const bare = { ...place, repository: `${place.repository}-bare` };
    await fixture.station.call('registry.push', { ...bare, point: 'rp1', tag: 'bare' }, ours);
    // The list of what refers to the point: in this registry, a tag.
    const tags = path.join(
      registry.folder,
      'docker/registry/v2/repositories/site/gauge-bare/_manifests/tags',
    );
    for (const tag of readdirSync(tags))
      if (tag !== 'bare') rmSync(path.join(tags, tag), { recursive: true });
    using stranger = laptop('without-key');
    const pulling = stranger.call('registry.pull', { ...bare, reference: 'bare' }, ours);
    expect(await failureOf(pulling)).toMatchObject({
      code: 'store-locked',
      message: expect.stringContaining('has no key'),
    });
    expect(existsSync(path.join(fixture.home, 'without-key', 'store'))).toBe(false);
    expect(await fixture.station.call('registry.pull', { ...bare, reference: 'bare' }, ours)).toMatchObject({
      container: 'gauge',
      fetchedBytes: 0,
    });
  });

  test('are not there where the name is wrong, or the user is not let in', async () => {
    // Who was let in once is not asked again.
    using station = laptop('nobody');
    const none = fixture.station.call('registry.pull', { ...place, reference: 'none' }, ours);
    expect(await failureOf(none)).toMatchObject({ code: 'not-found' });
    const wrong: CallOptions = { askSecret: async ({ isRetry }) => (isRetry ? undefined : 'weir eight') };
    for (const [asked, options, message] of [
      [{ repository: place.repository }, ours, 'does not let you'],
      [place, {}, 'there is no password'],
      [place, wrong, 'does not let you'],
    ] as const) {
      expect(await failureOf(station.call('registry.list', asked, options))).toMatchObject({
        code: 'login-refused',
        message: expect.stringContaining(message),
      });
    }
  });

  test('go to a registry with encryption only if somebody is known to vouch for it', async () => {
    await using encrypted = await TestRegistry.up({ isEncrypted: true, hasLogin: true });
    await using stranger = await TestRegistry.up({ isEncrypted: true });
    const there = { ...place, repository: `127.0.0.1:${encrypted.port}/site/gauge` };
    const push = (authorities: string) =>
      fixture.station.call('registry.push', { ...there, authorities, point: 'rp1' }, ours);
    expect(await failureOf(push(stranger.authority))).toMatchObject({
      code: 'host-key',
      remedy: saying(expect.stringContaining('--ca')),
    });
    expect((await push(encrypted.authority)).sentBytes).toBeGreaterThan(1e6);
  });
});
