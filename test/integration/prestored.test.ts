/** Moves of a container of which the laptop has a restore point: the source sends what differs, and nothing is lost. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Station } from '../../electron/station.ts';
import type { Event } from '../../shared/contract.ts';
import type { FromStore, RunReport, SecretRequest } from '../../shared/model.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { allInEnglish } from '../english.ts';
import { CommandLine } from './command-line.ts';
import { countsOn, expectUntouched, type Gauge, hostsRunning, removeGauge, startGauge } from './gauges.ts';
import { docker, expectNoTraces, StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

const passphrase = 'a boat in a lock';

describeOnHosts('a move of a container with a restore point', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await loadImage(lower, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());
  afterEach(async () => {
    await removeGauge('gauge', upper, lower);
    for (const host of [upper, lower]) await host.shell('rm -rf /srv/data');
  });

  /** A gauge with a folder of its host that holds 24 MB and some files of every kind, and a restore point of both. */
  async function startWithPoint(memoryMb: number): Promise<Gauge> {
    await upper.shell(`mkdir -p /srv/data && cd /srv/data && ${makeFiles}`);
    const gauge = await startGauge(upper, 'gauge', {
      words: `--memory ${memoryMb} --dirty-pages-per-tick 0 --verify`,
      options: '--volume /srv/data:/srv',
    });
    await docker(upper, 'exec', 'gauge', 'sh', '-c', 'echo first >/opt/note');
    const asked = { askSecret: async () => passphrase };
    await fixture.station.call('backups.take', { container: 'gauge', from: 'upper' }, asked);
    return gauge;
  }

  const filesOn = (host: EdgeHost): Promise<string> => host.shell(`cd /srv/data && ${tellFiles}`);

  async function expectMoved(report: RunReport, files: string): Promise<void> {
    expect(report).toMatchObject({ outcome: 'committed', runningOn: 'lower' });
    expect(await hostsRunning('gauge', [upper, lower])).toEqual(['lower']);
    await countsOn({ host: lower, name: 'gauge' });
    expect(await filesOn(lower)).toBe(files);
    await expectNoTraces(lower, { runtime: true });
  }

  test('sends little of it from the source, and every file arrives as the source has it', async () => {
    await startWithPoint(64);
    // What no stamp tells of: the same size, the same time.
    await upper.shell(`cd /srv/data && ${changeFiles}`);
    await docker(upper, 'exec', 'gauge', 'sh', '-c', forgeNote);
    const files = await filesOn(upper);
    const plan = await fixture.plan('gauge');
    const alone = await fixture.plan('gauge', { useStore: false });
    const report = await fixture.migrate('gauge');
    await expectMoved(report, files);
    expect(await docker(lower, 'exec', 'gauge', 'cat', '/opt/note')).toBe('other');
    expect(report.fromStore).toMatchObject({ point: expect.stringMatching(/^rp\d+$/) });
    expect(totalOf(report.fromStore)).toBeGreaterThan(24e6);
    const sent = Object.values(report.bytesSent).reduce((sum, bytes) => sum + bytes, 0);
    expect(sent).toBeLessThan(0.05 * 88e6);

    // The plan knew it.
    expect(plan.bytes.volumes).toBeGreaterThan(24e6);
    expect(alone.fromStore).toBeUndefined();
    expect(plan.fromStore?.point).toBe(report.fromStore?.point);
    expect(totalOf(plan.fromStore)).toBeGreaterThan(24e6);
    const [told, toldAlone] = [plan, alone].map(({ estimate }) => estimate?.forecasts[0]?.bytes);
    expect(told?.low).toBeLessThan(sent);
    expect(told?.high).toBeGreaterThan(sent);
    expect(told?.likely).toBeLessThan(toldAlone?.likely ?? 0);
  });

  test('takes nothing from the store where that is not wanted', async () => {
    await startWithPoint(8);
    const files = await filesOn(upper);
    const report = await fixture.migrate('gauge', { useStore: false });
    await expectMoved(report, files);
    expect(report.fromStore).toBeUndefined();
    expect(report.bytesSent.volumes).toBeGreaterThan(24e6);
  });

  test('goes on without a store that is locked, asks nobody for it, and says so', async () => {
    await startWithPoint(8);
    const files = await filesOn(upper);
    const asked: SecretRequest[] = [];
    using elsewhere = new Station(fixture.home);
    const request = { container: 'gauge', from: 'upper', to: 'lower', accept: ['all'] };
    const report = await elsewhere.call('moves.start', request, {
      async askSecret(secret) {
        asked.push(secret);
        return undefined;
      },
    });
    await expectMoved(report, files);
    // Once for the plan, once for the move.
    const atHand = { kind: 'store-passphrase', isRetry: false, onlyIfAtHand: true };
    expect(asked).toEqual([atHand, atHand]);
    expect(report.fromStore).toBeUndefined();
    expect(allInEnglish(report.remarks).join('\n')).toContain('its store is locked');
  });

  test('goes on without what is damaged in the store, and says so', async () => {
    await startWithPoint(8);
    const files = await filesOn(upper);
    const mend = damagePacks(path.join(fixture.home, 'store'));
    try {
      const report = await fixture.migrate('gauge');
      await expectMoved(report, files);
      expect(allInEnglish(report.remarks).join('\n')).toContain('upper sent also what this laptop may have');
    } finally {
      mend();
    }
  });

  test('leaves nothing when it is cancelled while the target is being filled', async () => {
    const gauge = await startWithPoint(8);
    const before = [await tracesOf(upper), await tracesOf(lower)] as const;
    const cancelled = new AbortController();
    const report = await fixture.start('gauge', {
      signal: cancelled.signal,
      onEvent: (event) => {
        if (isFilling(event)) cancelled.abort();
      },
    });
    expect(report).toMatchObject({ outcome: 'rolled-back', runningOn: 'upper' });
    expect(totalOf(report.fromStore)).toBeGreaterThan(0);
    await expectUntouched(gauge);
    await expectAsBefore(upper, before[0]);
    await expectAsBefore(lower, before[1]);
  });

  test('is resumed when it was killed while the target was being filled', async () => {
    await startWithPoint(8);
    const files = await filesOn(upper);
    const secrets = path.join(fixture.home, 'secrets.json');
    writeFileSync(secrets, JSON.stringify({ '@store': { passphrase } }), { mode: 0o600 });
    const shiplock = new CommandLine({ home: fixture.home });
    const move = shiplock.startMove('gauge', '--secrets', secrets);
    const event = await move.until(isFilling);
    move.signal('SIGKILL');
    await move.finished;
    const run = 'run' in event ? event.run : '';
    const { document } = await shiplock.json('resume', run, '--secrets', secrets);
    await expectMoved(document as RunReport, files);
  });
});

const isFilling = (event: Event): boolean => event.event === 'run.progress' && totalOf(event.fromStore) > 0;

const totalOf = ({ image, files, memory }: FromStore = { image: 0, files: 0, memory: 0 }): number =>
  image + files + memory;

const makeFiles = `
  mkdir folder gone
  head -c 24000000 /dev/urandom >large
  echo first >forged; echo one >pair; ln pair twin; ln -s folder link; echo gone >gone/file
  setfattr -n user.station -v weir-7 pair; chmod 640 forged; chown 7:8 forged`;

/** Changes what is laid, in ways that its stamps tell, or do not. */
const changeFiles = `
  printf 'other\\n' >forged.new; touch -r forged forged.new; cat forged.new >forged; touch -r forged.new forged
  rm forged.new; rm twin; echo two >twin; touch -r pair twin; rm -r gone
  rm link; mkdir link; echo in >link/file; touch -r large stamp
  printf changed | dd of=large bs=1 seek=12000000 conv=notrunc status=none; touch -r stamp large; rm stamp`;

const forgeNote = 'cd /opt; touch -r note stamp; echo other >note; touch -r stamp note; rm stamp';

const tellFiles = `
  find . -type d -printf '%y %m %U %G %p\\n' -o -printf '%y %m %U %G %s %T@ %n %l %p\\n' | sort
  find . -type f -exec sha256sum {} + | sort -k 2; getfattr -d -R . | sort`;

/** A byte in the middle of each blob that is too large for a manifest becomes another one. Gives what mends them. */
function damagePacks(store: string): () => void {
  const folder = path.join(store, 'blobs/sha256');
  const packs = readdirSync(folder).map((name) => path.join(folder, name));
  const before = packs
    .filter((file) => statSync(file).size > 4e6)
    .map((file) => ({ file, bytes: readFileSync(file) }));
  for (const { file, bytes } of before) {
    const other = Buffer.from(bytes);
    other.writeUInt8(other.readUInt8(other.length >> 1) ^ 0xff, other.length >> 1);
    writeFileSync(file, other);
  }
  return () => {
    for (const { file, bytes } of before) writeFileSync(file, bytes);
  };
}
