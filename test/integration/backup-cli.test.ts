/** Restore points by the command line, as a technician takes and keeps them. Real host, real store; the command is killed. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { CommandLine } from './command-line.ts';
import { expectUntouched, type Gauge, removeGauge, startGauge } from './gauges.ts';
import { expectNoTraces, StationFixture } from './station-fixture.ts';

describeOnHosts('shiplock backup', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let shiplock: CommandLine;
  let gauge: Gauge;
  let secrets: string;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26']);
    ({ upper } = fixture);
    await loadImage(upper, 'gauge');
    shiplock = new CommandLine(fixture);
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  beforeEach(async () => {
    secrets = path.join(fixture.home, 'secrets.json');
    tellPassphrase('a boat in a lock');
    gauge = await startGauge(upper, 'gauge', { words: '--memory 16' });
  });
  afterEach(async () => {
    await removeGauge('gauge', upper);
    rmSync(path.join(fixture.home, 'store'), { recursive: true, force: true });
  });

  const tellPassphrase = (passphrase: string): void =>
    writeFileSync(secrets, JSON.stringify({ '@store': { passphrase } }), { mode: 0o600 });
  const run = (...words: readonly string[]) => shiplock.run('--secrets', secrets, ...words);
  const backup = (...more: readonly string[]) => run('backup', 'gauge', '--from', 'upper', ...more);

  test('takes restore points, tells the recovery key once, and lists them with the host off', async () => {
    const first = await backup('--comment', 'before the flood');
    expect(first).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^rp1 was taken\. .* stood still for \d+ ms/),
    });
    expect(first.stderr).toMatch(/AGE-SECRET-KEY-1[A-Z0-9]+/);
    const second = await backup();
    expect(second).toMatchObject({ status: 0, stdout: expect.stringMatching(/^rp2 was taken/) });
    expect(second.stderr).not.toContain('AGE-SECRET-KEY');
    await expectUntouched(gauge);
    await expectNoTraces(upper);

    await upper.powerLoss();
    try {
      const listed = await run('backups');
      expect(listed.stdout).toMatch(
        /^NAME .*\nrp2 +gauge +upper .* memory and files .*\nrp1 .* before the flood\n$/,
      );
      expect(await run('verify')).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^All is as it was/),
      });
      expect(await run('backups', 'remove', 'rp1')).toMatchObject({ status: 0 });
      expect(await run('prune')).toMatchObject({ status: 0 });
      expect(await run('verify', 'rp2')).toMatchObject({ status: 0 });
      expect(await run('verify', 'rp1')).toMatchObject({ status: 2, stderr: expect.stringContaining('rp1') });
    } finally {
      await upper.boot();
    }
  });

  test('opens its store with the right passphrase only, and asks nobody for one before there is a store', async () => {
    expect(await run('backups')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('No restore points yet'),
    });
    expect(await run('verify')).toMatchObject({ status: 2 });
    expect(existsSync(path.join(fixture.home, 'store'))).toBe(false);
    await backup();
    tellPassphrase('a boat in a dock');
    expect(await run('backups')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('passphrase'),
    });
    tellPassphrase('a boat in a lock');
    expect(await run('backups')).toMatchObject({ status: 0 });
  });

  test('that is killed leaves no restore point, and the next one clears up after it', async () => {
    const command = shiplock.start('--json', '--secrets', secrets, 'backup', 'gauge', '--from', 'upper');
    await command.until((event) => (event as { phase?: string }).phase === 'fetch');
    command.signal('SIGKILL');
    await command.finished;
    await expectUntouched(gauge);
    expect((await run('backups')).stdout).toContain('No restore points yet');
    expect(await backup()).toMatchObject({ status: 0 });
    await expectNoTraces(upper);
    expect(await run('verify')).toMatchObject({ status: 0 });
  });

  test('keeps a move off its container, and is kept off by nothing that has ended', async () => {
    const command = shiplock.start('--json', '--secrets', secrets, 'backup', 'gauge', '--from', 'upper');
    await command.until((event) => (event as { phase?: string }).phase === 'files');
    command.signal('SIGSTOP');
    const again = await backup();
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('is being backed up') });
    command.signal('SIGCONT');
    expect((await command.finished).status).toBe(0);
    expect(await backup()).toMatchObject({ status: 0 });
  });

  test('names what is damaged, takes it anew, and makes a lost index again', async () => {
    await backup();
    const blobs = path.join(fixture.home, 'store', 'blobs', 'sha256');
    const sizes = readdirSync(blobs).map((name) => ({ name, bytes: readFileSync(path.join(blobs, name)) }));
    const [largest] = sizes.toSorted((a, b) => b.bytes.length - a.bytes.length);
    if (largest === undefined) throw new Error('the store has no blob');
    largest.bytes[100] = (largest.bytes[100] ?? 0) ^ 1;
    writeFileSync(path.join(blobs, largest.name), largest.bytes);
    const damaged = await run('verify');
    expect(damaged).toMatchObject({ status: 1, stdout: expect.stringContaining(largest.name) });
    expect(damaged.stdout).toContain('rp1');
    expect(await backup()).toMatchObject({ status: 0 });
    expect(await run('verify', 'rp2')).toMatchObject({ status: 0 });

    for (const name of readdirSync(path.join(fixture.home, 'store')))
      if (name.startsWith('index.db')) rmSync(path.join(fixture.home, 'store', name));
    expect(await run('rebuild-index')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('2 restore points'),
    });
    expect((await run('backups')).stdout).toMatch(/rp2.*\nrp1/);
  });
});
