/** Restore points are taken and kept, also when the command is killed. Real host, real store; a passphrase opens it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Station } from '../../electron/station.ts';
import type { CallOptions, Event, Input, MethodName, Output } from '../../shared/contract.ts';
import type { SecretRequest } from '../../shared/model.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { CommandLine } from './command-line.ts';
import { failureOf } from './failure-of.ts';
import { expectUntouched, type Gauge, removeGauge, startGauge } from './gauges.ts';
import { expectNoTraces, StationFixture } from './station-fixture.ts';

const passphrase = 'a boat in a lock';

describeOnHosts('restore points', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let shiplock: CommandLine;
  let gauge: Gauge;
  let secrets: string;
  let station: Station;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26']);
    ({ upper } = fixture);
    await loadImage(upper, 'gauge');
    shiplock = new CommandLine(fixture);
    secrets = path.join(fixture.home, 'secrets.json');
    writeFileSync(secrets, JSON.stringify({ '@store': { passphrase } }), { mode: 0o600 });
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  beforeEach(async () => {
    station = new Station(fixture.home);
    gauge = await startGauge(upper, 'gauge', { words: '--memory 16' });
  });
  afterEach(async () => {
    station?.[Symbol.dispose]();
    await removeGauge('gauge', upper);
    rmSync(path.join(fixture.home, 'store'), { recursive: true, force: true });
  });

  const run = (...words: readonly string[]) => shiplock.run('--secrets', secrets, ...words);
  const startBackup = () =>
    shiplock.start('--json', '--secrets', secrets, 'backup', 'gauge', '--from', 'upper');
  const isIn = (phase: string) => (event: Event) =>
    event.event === 'backup.progress' && event.phase === phase;
  const call = <Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    options: CallOptions = {},
  ): Promise<Output<Name>> => station.call(method, input, { askSecret: async () => passphrase, ...options });
  const take = () => call('backups.take', { container: 'gauge', from: 'upper' });

  test('are taken by a command that tells the recovery key once, and listed with the host off', async () => {
    const first = await run('backup', 'gauge', '--from', 'upper', '--comment', 'before the flood');
    expect(first).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^rp1 was taken\. .* stood still for \d+ ms/),
    });
    expect(first.stderr).toMatch(/AGE-SECRET-KEY-1[A-Z0-9]+/);
    await expectUntouched(gauge);
    await expectNoTraces(upper);
    await upper.powerLoss();
    try {
      const listed = await run('backups');
      expect(listed.stdout).toMatch(/^NAME .*\nrp1 +gauge +upper .* memory and files .* before the flood\n$/);
      expect(listed.stderr).not.toContain('AGE-SECRET-KEY');
      expect(await run('verify')).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^All is as it was/),
      });
    } finally {
      await upper.boot();
    }
  });

  test('are opened by the right passphrase only; before there are any, nobody is asked for one', async () => {
    const nobody = async (): Promise<never> => {
      throw new Error('somebody was asked');
    };
    expect(await call('backups.list', {}, { askSecret: nobody })).toEqual([]);
    expect(await failureOf(call('backups.verify', {}, { askSecret: nobody }))).toMatchObject({
      code: 'not-found',
    });
    expect(existsSync(path.join(fixture.home, 'store'))).toBe(false);
    await take();
    using other = new Station(fixture.home);
    const wrong: CallOptions = {
      askSecret: async (request) => (request.isRetry ? undefined : 'a boat in a dock'),
    };
    expect(await failureOf(other.call('backups.list', {}, wrong))).toMatchObject({ code: 'store-locked' });
    const asked: SecretRequest[] = [];
    const atHand: CallOptions = {
      askSecret: async (request) => {
        asked.push(request);
        return undefined;
      },
    };
    const listed = other.call('backups.list', { onlyIfAtHand: true }, atHand);
    expect(await failureOf(listed)).toMatchObject({ code: 'store-locked' });
    expect(asked.every((request) => 'onlyIfAtHand' in request && request.onlyIfAtHand === true)).toBe(true);
    expect(await other.call('backups.list', {}, { askSecret: async () => passphrase })).toHaveLength(1);
  });

  test('of a command that was killed are none, and whoever uses the host next clears up after it', async () => {
    const command = startBackup();
    await command.until(isIn('fetch'));
    command.signal('SIGKILL');
    await command.finished;
    await expectUntouched(gauge);
    expect(await call('backups.list', {})).toEqual([]);
    await call('hosts.check', { name: 'upper' });
    await expectNoTraces(upper);
    await take();
    await expectNoTraces(upper);
    expect(readdirSync(fixture.home).filter((name) => name.startsWith('backup-'))).toEqual([]);
    expect((await call('backups.verify', {})).damages).toEqual([]);
  });

  test('are taken of a container by one at a time', async () => {
    const command = startBackup();
    await command.until(isIn('files'));
    command.signal('SIGSTOP');
    expect(await failureOf(take())).toMatchObject({
      code: 'busy',
      message: expect.stringContaining('is being backed up'),
    });
    command.signal('SIGCONT');
    expect((await command.finished).status).toBe(0);
    expect(await take()).toMatchObject({ name: 'rp2' });
  });

  test('go by the latest that are to stay, and give their room back', async () => {
    await take();
    await upper.shell('head -c 3000000 /dev/urandom >/var/lib/docker/volumes/gauge-data/_data/large');
    await take();
    await upper.shell('rm /var/lib/docker/volumes/gauge-data/_data/large');
    await take();
    const pruned = await call('backups.prune', { keep: 1 });
    expect(pruned.removed.toSorted((a, b) => a.localeCompare(b))).toEqual(['rp1', 'rp2']);
    expect(pruned.freedBytes).toBeGreaterThan(3e6);
    expect((await call('backups.verify', {})).damages).toEqual([]);
    const { entries } = await call('backups.browse', { point: 'rp3', path: '/data' });
    expect(entries.map((entry) => entry.path)).toEqual(['/data/readings']);
  });

  test('that are damaged are named, what the host still has is taken anew, and a lost index is made again', async () => {
    await take();
    const store = path.join(fixture.home, 'store');
    const blobs = path.join(store, 'blobs', 'sha256');
    const sizes = readdirSync(blobs).map((name) => ({ name, bytes: readFileSync(path.join(blobs, name)) }));
    const [largest] = sizes.toSorted((a, b) => b.bytes.length - a.bytes.length);
    if (largest === undefined) throw new Error('the store has no blob');
    largest.bytes[100] = (largest.bytes[100] ?? 0) ^ 1;
    writeFileSync(path.join(blobs, largest.name), largest.bytes);
    const { damages } = await call('backups.verify', {});
    expect(damages).toMatchObject([{ blob: `sha256:${largest.name}`, problem: 'changed', affects: ['rp1'] }]);
    await take();
    expect((await call('backups.verify', { points: ['rp2'] })).damages).toEqual([]);

    station[Symbol.dispose]();
    for (const name of readdirSync(store)) if (name.startsWith('index.db')) rmSync(path.join(store, name));
    station = new Station(fixture.home);
    let asked = 0;
    const askSecret = async (): Promise<string> => {
      asked += 1;
      return passphrase;
    };
    expect(await call('backups.rebuildIndex', {}, { askSecret })).toMatchObject({ points: 2 });
    expect(asked).toBe(1);
    expect((await call('backups.list', {})).map(({ name }) => name)).toEqual(['rp2', 'rp1']);
  });

  test('whose image is damaged, in whichever part of it, have it fetched again from a host that has it', async () => {
    await take();
    const store = path.join(fixture.home, 'store');
    const fileOf = (digest: string): string =>
      path.join(store, 'blobs', 'sha256', digest.replace('sha256:', ''));
    const { manifests } = JSON.parse(readFileSync(path.join(store, 'index.json'), 'utf8'));
    const { digest: manifest } = manifests.find(
      ({ artifactType }: { artifactType?: string }) => !artifactType,
    );
    const { config, layers } = JSON.parse(readFileSync(fileOf(manifest), 'utf8'));
    for (const part of [layers[0].digest, config.digest, manifest]) {
      const bytes = readFileSync(fileOf(part));
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      writeFileSync(fileOf(part), bytes);
      const damage = { blob: part, part: 'image', problem: 'changed' };
      expect((await call('backups.verify', {})).damages).toMatchObject([{ ...damage, isRepaired: false }]);
      const mended = await call('backups.verify', { from: 'upper' });
      expect(mended.damages).toMatchObject([{ ...damage, isRepaired: true }]);
      expect((await call('backups.verify', {})).damages).toEqual([]);
    }
    await expectUntouched(gauge);
  });
});
