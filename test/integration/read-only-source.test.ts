/** A source whose disk failed and became read-only while the container ran: it moves all the same, and the user is told. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { Flavour } from '../edge/flavours.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { assertNothingLost } from '../edge/readings.ts';
import { allInEnglish } from '../english.ts';
import { saying } from '../saying.ts';
import { atBeginOf } from './at-begin-of.ts';
import { failDisk, keepDockerLogInMemory, makeRootReadOnly } from './failing-disk.ts';
import { failureOf } from './failure-of.ts';
import { countsOn, readingsOf, startGauge } from './gauges.ts';
import { inspect, StationFixture } from './station-fixture.ts';

const diskBytes = 600 * 1024 * 1024;

describeOnHosts('a source that can write to its disk no more', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  async function rise(flavour: Flavour): Promise<void> {
    fixture = await StationFixture.up([flavour, flavour], { diskBytes });
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
  }
  afterEach(() => fixture?.[Symbol.asyncDispose]());

  const findingsOf = async (): Promise<string[]> =>
    (await fixture.plan('gauge')).findings.map(({ severity, id }) => `${severity} ${id}`);

  /** Docker's own list of a read-only host is that of before: the processes tell. */
  async function expectOnlyOnTarget(): Promise<void> {
    expect(await upper.shell('pgrep -x gauge || true')).toBe('');
    expect(await lower.shell('pgrep -x gauge')).toMatch(/^\d+\n$/);
  }

  async function expectNothingLost(before: string): Promise<void> {
    await countsOn({ host: lower, name: 'gauge' });
    const after = await readingsOf(lower, 'gauge');
    expect(after.startsWith(before)).toBe(true);
    assertNothingLost(after);
  }

  describe.each<Flavour>(['docker26', 'docker28-containerd'])('with %s on that disk', (flavour) => {
    test('gives away a container that its boot would start, once the user has accepted what that means', async () => {
      await rise(flavour);
      await startGauge(upper, 'gauge', {
        options: '--restart unless-stopped',
        words: '--memory 16 --verify',
      });
      await failDisk(upper);
      const before = await readingsOf(upper, 'gauge');

      expect(await findingsOf()).toEqual([
        'warning source-cannot-promise',
        'info engine-read-only',
        'info file-system-errors',
      ]);
      const refusal = await failureOf(fixture.start('gauge', { accept: [] }));
      expect(refusal).toMatchObject({
        code: 'preflight-failed',
        remedy: saying(expect.stringContaining('--accept source-cannot-promise')),
      });

      const report = await fixture.migrate('gauge', { accept: ['source-cannot-promise'] });
      expect(report).toMatchObject({ outcome: 'committed', runningOn: 'lower' });
      expect(report.bytesSent.image).toBeGreaterThan(1e6);
      await expectNothingLost(before);
      await expectOnlyOnTarget();
      expect((await inspect(lower, 'gauge'))['HostConfig'].RestartPolicy.Name).toBe('unless-stopped');
      expect(allInEnglish(report.remarks)).toContainEqual(
        expect.stringMatching(/gauge on upper has ended.*Keep upper off/),
      );
      const left = "ls -d /run/shiplock 2>/dev/null || true; grep -E '^shiplock' /proc/mounts || true";
      expect(await upper.shell(left)).toBe('');
    });
  });

  describe('with Docker on that disk', () => {
    test('gives away a container that no boot would start without a question', async () => {
      await rise('docker26');
      await startGauge(upper, 'gauge');
      await failDisk(upper);
      const before = await readingsOf(upper, 'gauge');
      const report = await fixture.migrate('gauge', { accept: [], keepSource: true });
      await expectNothingLost(before);
      await expectOnlyOnTarget();
      const [remark] = allInEnglish(report.remarks).filter((each) => each.includes('read-only'));
      expect(remark).toContain('it could not be renamed');
      expect(remark).not.toContain('Keep upper off');
    });

    test('runs its old copy when it boots with a disk that is well again, as the user was told, until that is removed', async () => {
      await rise('docker26');
      await startGauge(upper, 'gauge', { options: '--restart unless-stopped' });
      await failDisk(upper);
      const { remarks } = await fixture.migrate('gauge', { accept: ['source-cannot-promise'] });
      const told = /When it can be written again: (.*?)\. Keep upper off/.exec(
        allInEnglish(remarks).join('\n'),
      )?.[1];
      await upper.powerLoss();
      await upper.boot();
      await until('the old copy runs', async () => (await upper.run(['pgrep', '-x', 'gauge'])).status === 0);
      await upper.shell(told ?? 'false');
      expect(await upper.shell('docker ps --all --quiet; docker volume ls --quiet')).toBe('');
      await countsOn({ host: lower, name: 'gauge' });
      await expectOnlyOnTarget();
    });

    test('is worked on in memory, also where the disk would be better', async () => {
      await rise('docker26');
      await failDisk(upper);
      const script = readFileSync(new URL('../../electron/migration/workspace.sh', import.meta.url), 'utf8');
      const workspace = (...args: string[]) => upper.run(['sh', '-c', script, 'workspace', ...args]);
      // It fits in memory once and not twice.
      const available = await upper.shell("awk '/^MemAvailable:/ { print $2 * 1024 }' /proc/meminfo");
      const { stdout } = await workspace('open', 'tight', String(Math.round(Number(available) * 0.7)));
      expect(stdout).toBe('/run/shiplock/tight\n');
      expect(await upper.shell('stat -f -c %T /run/shiplock/tight')).toBe('tmpfs\n');
      expect(await workspace('open', 'tighter', String(Number(available) * 2))).toMatchObject({ status: 1 });
      for (const key of ['tight', 'tighter']) await workspace('close', key);
      expect(await upper.shell('ls -d /run/shiplock 2>/dev/null || true')).toBe('');
    });

    test('runs it on as before when the move is taken back', async () => {
      await rise('docker26');
      const gauge = await startGauge(upper, 'gauge', { options: '--restart unless-stopped' });
      await failDisk(upper);
      const cancelled = new AbortController();
      const report = await fixture.start('gauge', {
        signal: cancelled.signal,
        onEvent: atBeginOf('fence', () => cancelled.abort()),
      });
      expect(report).toMatchObject({
        outcome: 'rolled-back',
        runningOn: 'upper',
        error: { code: 'cancelled' },
      });
      const { State, HostConfig } = await inspect(upper, gauge.name);
      expect(State).toMatchObject({ Status: 'running', Paused: false });
      expect(HostConfig.RestartPolicy.Name).toBe('unless-stopped');
      expect(await upper.shell('pgrep -x gauge')).toMatch(/^\d+\n$/);
      expect(await lower.shell('pgrep -x gauge || true')).toBe('');
    });

    test('gives it away also when the disk fails midway, once its restart policy is off there', async () => {
      await rise('docker26');
      await startGauge(upper, 'gauge', { options: '--restart unless-stopped' });
      let failing: Promise<void> | undefined;
      const report = await fixture.migrate('gauge', {
        accept: [],
        onEvent: atBeginOf('freeze', () => {
          failing = failDisk(upper);
        }),
      });
      await failing;
      await countsOn({ host: lower, name: 'gauge' });
      await expectOnlyOnTarget();
      expect(allInEnglish(report.remarks).join('\n')).toContain('gauge on upper has ended');
      expect(allInEnglish(report.remarks).join('\n')).not.toContain('Keep upper off');
    });

    test('runs it on, and says what could not be given back, when the disk fails in a move that is taken back', async () => {
      await rise('docker26');
      await startGauge(upper, 'gauge', { options: '--restart unless-stopped' });
      // The target refuses to restore it as soon as the source's disk has failed.
      await lower.shell(`
        criu=$(command -v criu) && mv "$criu" "$criu.real"
        {
          echo '#!/bin/sh'
          echo '[ "$1" != swrk ] || { until [ -e /run/failed ]; do sleep 0.05; done; exit 1; }'
          echo "exec $criu.real \\"\\$@\\""
        } >"$criu"
        chmod +x "$criu"`);
      const onEvent = atBeginOf('deliver', () => {
        void failDisk(upper).then(() => lower.shell('touch /run/failed'));
      });
      const report = await fixture.start('gauge', { onEvent });
      expect(report).toMatchObject({ outcome: 'rolled-back', runningOn: 'upper' });
      expect(allInEnglish(report.remarks).join('\n')).toContain(
        'docker update --restart unless-stopped gauge',
      );
      expect((await inspect(upper, 'gauge'))['State']).toMatchObject({ Status: 'running', Paused: false });
    });

    test('does not give it away when its disk failed only after the user was asked', async () => {
      await rise('docker26');
      await startGauge(upper, 'gauge', { options: '--restart unless-stopped' });
      let failing: Promise<void> | undefined;
      const report = await fixture.start('gauge', {
        onEvent: atBeginOf('workspace', () => {
          failing = failDisk(upper);
        }),
      });
      await failing;
      expect(report).toMatchObject({
        outcome: 'rolled-back',
        runningOn: 'upper',
        error: {
          message: saying('The disk of upper became read-only after the move was planned.'),
          remedy: saying(expect.stringContaining('Plan the move again')),
        },
      });
      expect((await inspect(upper, 'gauge'))['State'].Status).toBe('running');
      expect(await lower.shell('pgrep -x gauge || true')).toBe('');
    });
  });

  test('with Docker on another disk gives everything away, and keeps nothing', async () => {
    await rise('docker26');
    await keepDockerLogInMemory(upper);
    await startGauge(upper, 'gauge', { options: '--restart always' });
    await makeRootReadOnly(upper);
    expect(await findingsOf()).toEqual(['info read-only']);
    const report = await fixture.migrate('gauge', { accept: [] });
    expect(allInEnglish(report.remarks).join('\n')).not.toContain('read-only');
    await countsOn({ host: lower, name: 'gauge' });
    await expectOnlyOnTarget();
    expect(await upper.shell('docker ps --all --quiet; docker volume ls --quiet')).toBe('');
  });
});
