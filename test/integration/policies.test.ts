/** Restore points that are taken by themselves, of a real container on a real host. The clock goes on when it is told to. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { watchActivity } from '../../electron/backups/policy/activity.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import { Sessions } from '../../electron/hosts/sessions.ts';
import { type Journal, openJournal } from '../../electron/journal/journal.ts';
import { Policies } from '../../electron/policies.ts';
import { HomeStore } from '../../electron/home-store.ts';
import { RestorePoints } from '../../electron/restore-points.ts';
import { Station } from '../../electron/station.ts';
import type { CallOptions } from '../../shared/contract.ts';
import { backupPolicy } from '../../shared/policy-methods.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { hostOf } from '../edge/known-host.ts';
import { loadImage } from '../edge/images.ts';
import { HandClock } from '../unit/policy/hand-clock.ts';
import { inEnglish } from '../english.ts';
import { CommandLine, eventsOf } from './command-line.ts';
import { expectUntouched, type Gauge, removeGauge, startGauge } from './gauges.ts';
import { expectNoTraces, StationFixture } from './station-fixture.ts';

const passphrase = 'a boat in a lock';
/** This machine is busy with other tests. */
const anyLoad = { maxLoad: 10_000, maxStallPercent: 100, maxTraffic: 1e12 };
const anyLoadWords = ['--max-load', '10000', '--max-stall', '100', '--max-traffic', '1000000'];

describeOnHosts('policies', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let shiplock: CommandLine;
  let gauge: Gauge;
  let secrets: string;
  let journal: Journal;
  let sessions: Sessions;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26']);
    ({ upper } = fixture);
    await loadImage(upper, 'gauge');
    shiplock = new CommandLine(fixture);
    secrets = path.join(fixture.home, 'secrets.json');
    writeFileSync(secrets, JSON.stringify({ '@store': { passphrase } }), { mode: 0o600 });
    journal = openJournal(fixture.home);
    journal.hosts.add({ ...hostOf(upper), name: 'dead', address: '127.0.0.1', port: 1 });
    sessions = new Sessions((name) => journal.hosts.get(name));
  });
  afterAll(async () => {
    sessions?.[Symbol.dispose]();
    journal?.close();
    await fixture?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    gauge = await startGauge(upper, 'gauge');
  });
  afterEach(async () => {
    for (const policy of journal.policies.list()) journal.policies.end(policy);
    await removeGauge('gauge', upper);
    rmSync(path.join(fixture.home, 'store'), { recursive: true, force: true });
  });

  const run = (...words: readonly string[]) => shiplock.run('--secrets', secrets, ...words);

  test('are set, carried out and ended by commands; a host that does not answer holds up no other', async () => {
    const policyOn = (host: string, ...more: readonly string[]) =>
      run('backup', 'policy', 'gauge', '--from', host, ...more);
    expect(await policyOn('upper', ...anyLoadWords)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('every 6 h, and the latest 12 stay'),
    });
    expect((await policyOn('dead')).status).toBe(0);
    const first = await run('backup', 'watch', '--once');
    expect(first).toMatchObject({ status: 1, stdout: expect.stringContaining('gauge on dead: failed: ') });
    expect(first.stderr).toContain('✓ gauge on upper: rp1 was taken\n');
    expect((await run('backup', 'policies')).stdout).toMatch(/\ngauge +upper +6 h +12 .* rp1 was taken\n$/);
    expect((await policyOn('dead', '--off')).status).toBe(0);
    expect(await run('backup', 'watch', '--once')).toMatchObject({ status: 0, stdout: 'Nothing was due.\n' });
  });

  test('are carried out until Ctrl-C, which is no failure, and gives up what is under way', async () => {
    journal.policies.set(backupPolicy.parse({ container: 'gauge', host: 'upper', ...anyLoad }));
    const watch = shiplock.start('--json', '--secrets', secrets, 'backup', 'watch');
    await watch.until(
      (event) => event.event === 'backup.progress' && event.host === 'upper' && event.phase === 'files',
    );
    watch.signal('SIGINT');
    const { status, stderr } = await watch.finished;
    expect(status).toBe(0);
    expect(eventsOf(stderr).filter(({ event }) => event === 'policy.state')).toEqual([]);
    await expectUntouched(gauge);
    await expectNoTraces(upper);
    using station = new Station(fixture.home);
    expect(await station.call('backups.list', {}, { askSecret: async () => passphrase })).toEqual([]);
  });

  test('keep the latest that they took, whatever was taken by hand, and leave what does not run alone', async () => {
    const options: CallOptions = { askSecret: async () => passphrase };
    const open = async (name: string) => {
      const session = await sessions.get(name);
      return { session, engine: await openDocker(session) };
    };
    using store = new HomeStore(fixture.home);
    const restorePoints = new RestorePoints(fixture.home, store, journal, open);
    const clock = new HandClock(new Date().toISOString());
    const images = { watch: async () => undefined };
    const policies = new Policies({ journal, store, restorePoints, images, open, clock });
    await policies.set(backupPolicy.parse({ container: 'gauge', host: 'upper', keep: 1, ...anyLoad }));
    const next = async () => {
      // More than six hours, since a take needs time by the real clock.
      await clock.pass(6 * 60 + 5);
      return (await policies.watch({ once: true }, options)).map(({ outcome }) => outcome.is);
    };
    const names = async () => (await restorePoints.list({}, options)).map(({ name }) => name);

    await restorePoints.take({ container: 'gauge', from: 'upper', comment: 'before the flood' }, options);
    expect(await next()).toEqual(['taken']);
    await restorePoints.take({ container: 'gauge', from: 'upper' }, options);
    expect(await next()).toEqual(['taken']);
    expect(await restorePoints.list({}, options)).toMatchObject([
      { name: 'rp4', comment: 'by policy, every 6 h' },
      { name: 'rp3' },
      { name: 'rp1' },
    ]);
    expect((await restorePoints.verify({}, options)).damages).toEqual([]);
    await upper.shell('docker stop --time 1 gauge');
    expect(await next()).toEqual(['failed']);
    expect(await names()).toEqual(['rp4', 'rp3', 'rp1']);
    expect(inEnglish(journal.policies.list()[0]?.outcome?.why)).toBe(
      'gauge on upper does not run: it is exited.',
    );
  });

  test('see what goes over the link of their host', async () => {
    const session = await sessions.get('upper');
    const { signal } = new AbortController();
    const quiet = await watchActivity(session, signal);
    expect(quiet).toMatchObject({ load: expect.any(Number), traffic: expect.any(Number) });
    const stream = await session.open(['cat', '/dev/zero']);
    stream.stdout.resume();
    try {
      const { traffic = 0 } = await watchActivity(session, signal);
      expect(traffic).toBeGreaterThan(1e6);
      expect(traffic).toBeGreaterThan(10 * (quiet.traffic ?? 0));
    } finally {
      stream.terminate();
    }
  });
});
