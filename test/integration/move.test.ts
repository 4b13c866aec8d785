/** Moves of a gauge between real hosts: nothing is lost, nothing is left behind, and the container lives on as before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { Flavour } from '../edge/flavours.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { assertNothingLost } from '../edge/readings.ts';
import { countsOn, readingsFile, readingsOf, startGauge } from './gauges.ts';
import { docker, expectNoTraces, hasContainer, inspect, StationFixture } from './station-fixture.ts';
import { todaysPart } from '../todays-part.ts';

const ways: readonly (readonly [Flavour, Flavour])[] = [
  ['docker26', 'docker26'],
  ['docker26', 'docker28'],
  ['docker28-containerd', 'docker28-containerd'],
  ['docker28', 'docker28-containerd'],
  ['docker28-containerd', 'docker28'],
];

describeOnHosts('a gauge', () => {
  describe.each(todaysPart(ways, 3))('from %s to %s', (from, to) => {
    let fixture: StationFixture;
    beforeAll(async () => {
      fixture = await StationFixture.up([from, to]);
      await loadImage(fixture.upper, 'gauge');
    });
    afterAll(() => fixture[Symbol.asyncDispose]());

    test('goes on counting with its memory and its volume, and leaves nothing behind', async () => {
      const { upper, lower } = fixture;
      await startGauge(upper, 'gauge', { words: '--memory 64 --verify' });
      await docker(upper, 'exec', 'gauge', 'sh', '-c', 'echo kept >/etc/note; mkdir /opt/more; rm /bin/vi');
      const report = await fixture.migrate('gauge');

      await countsOn({ host: lower, name: 'gauge' });
      const readings = await readingsOf(lower, 'gauge');
      const { longestGapMs } = assertNothingLost(readings);
      expect(report).toMatchObject({
        outcome: 'committed',
        runningOn: 'lower',
        from: 'upper',
        to: 'lower',
        container: 'gauge',
        route: expect.stringMatching(/^(direct|relay)$/),
      });
      expect(report.freezeMs).toBeGreaterThan(0);
      // What the workload felt is what was reported, give or take a tick and the engine's own pausing and thawing.
      expect(longestGapMs).toBeGreaterThan((report.freezeMs ?? 0) * 0.5);
      expect(longestGapMs).toBeLessThan((report.freezeMs ?? 0) + 1000);
      expect(report.totalMs).toBeGreaterThan(report.freezeMs ?? Number.POSITIVE_INFINITY);
      expect(report.rounds.map(({ kind }) => kind)).toContain('files');
      expect(report.rounds.at(-1)).toMatchObject({ kind: 'final', pausedMs: report.freezeMs });
      expect(report.bytesSent.memory).toBeGreaterThan(30e6);
      expect(report.bytesSent.image).toBeGreaterThan(1e6);
      expect(report.bytesSent.volumes).toBeGreaterThan(0);
      expect(report.steps.every(({ state }) => state === 'done')).toBe(true);

      expect(await docker(lower, 'exec', 'gauge', 'cat', '/etc/note')).toBe('kept');
      expect((await lower.run(['docker', 'exec', 'gauge', 'ls', '/bin/vi'])).status).not.toBe(0);
      await expectMemoryIntact(lower, 'gauge');

      expect(await hasContainer(upper, 'gauge')).toBe(false);
      expect(await docker(upper, 'ps', '--all', '--quiet')).toBe('');
      expect(await docker(upper, 'volume', 'ls', '--quiet')).toBe('');
      await expectNoTraces(upper);
      await expectNoTraces(lower, { runtime: true });
    });

    test('obeys the engine on the target as any other container does', async () => {
      const { upper, lower } = fixture;
      await startGauge(upper, 'servant', { words: '--memory 2 --verify' });
      await fixture.migrate('servant');
      const state = () => inspect(lower, 'servant').then(({ State }) => State.Status as string);

      await docker(lower, 'pause', 'servant');
      expect(await state()).toBe('paused');
      await docker(lower, 'unpause', 'servant');
      expect(await docker(lower, 'exec', 'servant', 'echo', 'here')).toBe('here');
      expect(await docker(lower, 'top', 'servant')).toContain('gauge');
      expect(await docker(lower, 'stats', '--no-stream', '--format', '{{.Name}}', 'servant')).toBe('servant');
      await countsOn({ host: lower, name: 'servant' });

      await docker(lower, 'stop', 'servant');
      expect(await state()).toBe('exited');
      // It ended as it was asked to: a new life begins with an empty file and a new count.
      await lower.shell(`rm ${readingsFile('servant')}`);
      await docker(lower, 'start', 'servant');
      await countsOn({ host: lower, name: 'servant' });
      await lower.shell(`docker stop servant; rm ${readingsFile('servant')}`);
      await docker(lower, 'restart', 'servant');
      await countsOn({ host: lower, name: 'servant' });
      await docker(lower, 'rm', '--force', 'servant');
    });
  });

  describe('that travels', () => {
    let fixture: StationFixture;
    beforeAll(async () => {
      fixture = await StationFixture.up(['docker26', 'docker28', 'docker28-containerd']);
      await loadImage(fixture.upper, 'gauge');
    });
    afterAll(() => fixture[Symbol.asyncDispose]());

    test('loses nothing on its way to a second host, on to a third, and back to the first', async () => {
      const { upper, lower } = fixture;
      await startGauge(upper, 'traveller', { words: '--memory 16 --verify' });
      await fixture.migrate('traveller');
      await countsOn({ host: lower, name: 'traveller' });
      await fixture.migrate('traveller', { from: 'lower', to: 'third' });
      await countsOn({ host: fixture.host('third'), name: 'traveller' });
      await expectNoTraces(lower, { runtime: true });
      await fixture.migrate('traveller', { from: 'third', to: 'upper' });
      await countsOn({ host: upper, name: 'traveller' });
      await expectMemoryIntact(upper, 'traveller');
    });

    test('goes there and back, and there again', async () => {
      const { upper, lower } = fixture;
      await startGauge(upper, 'commuter', { words: '--memory 4 --verify' });
      await fixture.migrate('commuter');
      await fixture.migrate('commuter', { from: 'lower', to: 'upper' });
      await countsOn({ host: upper, name: 'commuter' });
      await fixture.migrate('commuter');
      await countsOn({ host: lower, name: 'commuter' });
      await expectMemoryIntact(lower, 'commuter');
    });

    test('stays on the source too, parked and not running, when that is asked for', async () => {
      const { upper, lower } = fixture;
      await startGauge(upper, 'kept', { words: '--memory 2' });
      const { run } = await fixture.migrate('kept', { keepSource: true });
      await countsOn({ host: lower, name: 'kept' });
      expect(await hasContainer(upper, 'kept')).toBe(false);
      const parked = await inspect(upper, `kept-parked-${run}`);
      expect(parked['State']['Status']).toBe('exited');
      // What it holds is what the target began with, and not a reading more.
      const before = await readingsOf(upper, 'kept');
      expect((await readingsOf(lower, 'kept')).startsWith(before)).toBe(true);
    });
  });
});

/** The gauge checks page after page and says when it has been through all of them; it ends when one is not as it was. */
async function expectMemoryIntact(host: EdgeHost, name: string): Promise<void> {
  const passes = async () => {
    const log = await docker(host, 'logs', name);
    expect(log).not.toContain('not as it was');
    return log.split('\n').filter((line) => line.startsWith('memory is whole')).length;
  };
  const before = await passes();
  await until(
    `${name} has checked all its memory on ${host.name}`,
    async () => (await passes()) > before + 1,
  );
}
