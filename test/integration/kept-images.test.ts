/** A move of a container whose image this laptop keeps: the source sends nothing of it. Real hosts, a store behind a passphrase. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Station } from '../../electron/station.ts';
import type { Event } from '../../shared/contract.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { loadImage } from '../edge/images.ts';
import { allInEnglish } from '../english.ts';
import { CommandLine } from './command-line.ts';
import { countsOn, expectUntouched, type Gauge, removeGauge } from './gauges.ts';
import { buildImage, chainOf } from './images-of-engine.ts';
import { docker, expectNoTraces, hasContainer, StationFixture } from './station-fixture.ts';

const noiseBytes = 8 << 20;

describeOnHosts('an image that this laptop keeps', () => {
  let fixture: StationFixture;
  let site: Gauge;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28-containerd']);
    const { upper } = fixture;
    await loadImage(upper, 'gauge');
    await buildImage(upper, 'site:1', `RUN dd if=/dev/urandom of=/opt/noise bs=1M count=${noiseBytes >> 20}`);
    await startSite();
    // Who has taken it is gone when the move comes, and its passphrase with it.
    using station = new Station(fixture.home);
    const askSecret = async () => 'a boat in a lock';
    await station.call('backups.take', { container: 'site', from: 'upper' }, { askSecret });
    await removeGauge('site', upper);
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    site = await startSite();
  });
  afterEach(async () => {
    const { upper, lower } = fixture;
    await removeGauge('site', upper, lower);
    await lower.shell('docker rmi --force $(docker images --quiet) 2>/dev/null || true');
  });

  async function startSite(): Promise<Gauge> {
    const { upper } = fixture;
    const words = ['--detach', '--name', 'site', '--volume', 'site-data:/data', 'site:1', '--memory', '2'];
    const id = await docker(upper, 'run', ...words);
    await countsOn({ host: upper, name: 'site' });
    return { name: 'site', host: upper, id };
  }

  const largestBlob = (): string => {
    const folder = path.join(fixture.home, 'store/blobs/sha256');
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    return files.toSorted((a, b) => statSync(b).size - statSync(a).size)[0] ?? '';
  };

  test('comes from the source where a layer of it is damaged here, and the report says so', async () => {
    const { upper, lower } = fixture;
    const blob = largestBlob();
    const whole = readFileSync(blob);
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(5_000_000) ^ 1, 5_000_000);
    writeFileSync(blob, damaged);
    try {
      const { bytesSent, remarks } = await fixture.migrate('site');
      expect(bytesSent.image).toBeGreaterThan(noiseBytes);
      expect(allInEnglish(remarks).join()).toContain(path.basename(blob));
      expect(await chainOf(lower, 'site:1')).toEqual(await chainOf(upper, 'site:1'));
      await countsOn({ host: lower, name: 'site' });
    } finally {
      writeFileSync(blob, whole);
    }
  });

  test('comes from it, whole and the same, with the store locked, also when the process dies over it', async () => {
    const { upper, lower } = fixture;
    const move = new CommandLine(fixture).startMove('site');
    const isSending = (event: Event) => event.event === 'run.progress' && (event.fromStore?.image ?? 0) > 0;
    const begun = await move.until(isSending);
    move.signal('SIGKILL');
    await move.finished;
    const run = 'run' in begun ? begun.run : '';
    const report = await fixture.station.call('runs.resume', { run });
    expect(report).toMatchObject({ outcome: 'committed', bytesSent: { image: 0 } });
    expect(allInEnglish(report.remarks).join()).not.toContain('sent the image');
    expect(await chainOf(lower, 'site:1')).toEqual(await chainOf(upper, 'site:1'));
    await countsOn({ host: lower, name: 'site' });
  });

  test('is taken away again with a move that is cancelled while it is sent', async () => {
    const { lower } = fixture;
    const stop = new AbortController();
    const report = await fixture.start('site', {
      signal: stop.signal,
      onEvent(event) {
        if (event.event === 'run.progress' && (event.fromStore?.image ?? 0) > 0) stop.abort();
      },
    });
    expect(report).toMatchObject({ outcome: 'rolled-back' });
    expect(report.steps.find(({ name }) => name === 'image')?.state).toBe('undone');
    expect(await docker(lower, 'images', '--all', '--quiet')).toBe('');
    expect(await hasContainer(lower, 'site')).toBe(false);
    await expectUntouched(site);
    await expectNoTraces(lower, { runtime: true });
  });
});
