/** Moves over a link that is slow and drops again and again: everything arrives, and next to nothing goes twice. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunReport } from '../../shared/model.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { images, loadImage } from '../edge/images.ts';
import { dropping } from '../slow/dropping.ts';
import { inEnglish } from '../english.ts';
import { saying } from '../saying.ts';
import { countsOn, expectUntouched, type Gauge, removeGauge, startGauge } from './gauges.ts';
import { docker, expectNoTraces, StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

const megabyte = 1024 * 1024;
/** What was under way when the link was lost: in pipes, in sockets, and in the laptop. */
const goesTwice = 1.5 * megabyte;

describeOnHosts('a slow link', () => {
  let fixture: StationFixture;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26'], { rateMbit: 4 });
    for (const host of [fixture.upper, fixture.lower]) {
      await loadImage(host, 'gauge');
      // Connections that end without a word are not held against the laptop here.
      await host.configureSshd('PerSourcePenalties no');
    }
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  describe('that drops every few seconds', { timeout: 120_000 }, () => {
    test('carries a container’s memory, and nothing again that has arrived', async () => {
      const { upper, lower } = fixture;
      const memoryMegabytes = 8;
      const words = `--memory ${memoryMegabytes} --tick-ms 100 --dirty-pages-per-tick 1 --verify`;
      await startGauge(upper, 'patient', { words });
      const link = dropping([upper, lower], { everyMs: 5000, forMs: 500, step: 'rounds' });
      const report = await fixture.migrate('patient', { route: 'relay', onEvent: link.onEvent });
      const losses = await link.end();
      expect(losses).toBeGreaterThan(0);
      // Half of the gauge's memory does not shrink.
      const once = (memoryMegabytes * megabyte) / 2;
      expect(report.bytesSent.memory).toBeGreaterThan(once);
      expect(report.bytesSent.memory).toBeLessThan(once + (losses + 1) * goesTwice);
      await countsOn({ host: lower, name: 'patient' });
      await expectNoTraces(upper);
      await expectNoTraces(lower, { runtime: true });
    });

    test('carries an image, and nothing again that has arrived once it goes as a file', async () => {
      const { upper, lower } = fixture;
      const layerMegabytes = 4;
      await upper.shell(`
        docker run --name fat --entrypoint dd ${images.gauge} if=/dev/urandom of=/fat bs=1M count=${layerMegabytes}
        docker commit --change 'ENTRYPOINT ["gauge"]' --change 'CMD []' fat shiplock/fat
        docker rm fat
        docker run --detach --name fat --volume fat-data:/data shiplock/fat --memory 1`);
      const everyMs = 4000;
      const link = dropping([upper, lower], { everyMs, forMs: 500, step: 'image' });
      const report = await fixture.migrate('fat', { route: 'relay', onEvent: link.onEvent });
      const losses = await link.end();
      expect(losses).toBeGreaterThan(0);
      const once = layerMegabytes * megabyte;
      // The first attempt, a stream, was for nothing.
      const stream = (everyMs / 1000) * (megabyte / 2);
      expect(report.bytesSent.image).toBeLessThan(stream + once + losses * goesTwice);
      await countsOn({ host: lower, name: 'fat' });
      expect(await docker(lower, 'image', 'ls', '--quiet', 'shiplock/fat')).not.toBe('');
      await expectNoTraces(upper);
      await expectNoTraces(lower, { runtime: true });
    });
  });

  describe('and a container that changes faster than it carries', () => {
    let gauge: Gauge;
    let before: [string, string];
    beforeEach(async () => {
      const { upper, lower } = fixture;
      // So slow that sending a round takes many times its pause, however busy this machine is.
      for (const host of [upper, lower]) await host.capRate(2);
      gauge = await startGauge(upper, 'hasty', {
        words: '--memory 3 --tick-ms 20 --dirty-pages-per-tick 60',
      });
      before = [await tracesOf(upper), await tracesOf(lower)];
    });
    afterEach(() => removeGauge('hasty', fixture.upper, fixture.lower));

    const expectAsItWas = async (report: RunReport): Promise<void> => {
      expect(report).toMatchObject({
        outcome: 'rolled-back',
        runningOn: 'upper',
        error: { code: 'freeze-too-long', remedy: saying(expect.stringContaining('--max-freeze ')) },
      });
      await expectUntouched(gauge);
      await expectAsBefore(fixture.upper, before[0]);
      await expectAsBefore(fixture.lower, before[1]);
    };

    test('end by decision before the freeze', async () => {
      const report = await fixture.start('hasty', { route: 'relay', maxFreezeSeconds: 2 });
      expect(inEnglish(report.error?.message)).toMatch(
        /^It would stay frozen for about \d+\.\d s; 2\.0 s are allowed\.$/,
      );
      expect(report.steps.map(({ name }) => name)).not.toContain('freeze');
      expect(report.rounds.filter(({ kind }) => kind === 'memory').length).toBeLessThan(4);
      await expectAsItWas(report);
    });

    test('end in the freeze after twice what is allowed, where that was not to be seen before', async () => {
      const report = await fixture.start('hasty', {
        route: 'relay',
        // Nothing is known yet of how fast it changes.
        maxRounds: 1,
        maxFreezeSeconds: 2,
        onEvent: (event) => {
          if (event.event !== 'run.step' || event.step !== 'deliver') return;
          if (event.state === 'began') void fixture.upper.capRate(0.2);
          if (event.state === 'failed') void fixture.upper.capRate(2);
        },
      });
      expect(inEnglish(report.error?.message)).toMatch(
        /^It was frozen for 4\.0 s, twice the 2\.0 s that are allowed/,
      );
      await expectAsItWas(report);
    });
  });
});
