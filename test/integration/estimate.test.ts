/** What a plan estimates: made from what real hosts and a real container do, kept beside what happened, learned from. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Forecast, Plan, RunReport } from '../../shared/model.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { loadImage } from '../edge/images.ts';
import { removeGauge, startGauge } from './gauges.ts';
import { StationFixture } from './station-fixture.ts';

const megabyte = 1024 * 1024;

describeOnHosts('an estimate', () => {
  let fixture: StationFixture;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    await loadImage(fixture.upper, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  const routesOf = ({ estimate }: Plan): string[] =>
    (estimate?.forecasts ?? []).map(({ route }) => route).sort();

  test('tells a container that changes much from one that does not', async () => {
    const { upper } = fixture;
    await startGauge(upper, 'calm', { words: '--memory 64 --dirty-pages-per-tick 1' });
    await startGauge(upper, 'wild', { words: '--memory 64 --dirty-pages-per-tick 400' });
    try {
      const [calm, wild] = [await fixture.plan('calm'), await fixture.plan('wild')].map(
        ({ estimate }) => estimate?.pace.memoryBytesTouched ?? 0,
      );
      expect(calm).toBeLessThan(16 * megabyte);
      expect(wild).toBeGreaterThan(32 * megabyte);
      expect(wild).toBeLessThan(80 * megabyte);
    } finally {
      await removeGauge('calm', upper);
      await removeGauge('wild', upper);
    }
  });

  test('is not made of a container that does not run', async () => {
    const { upper } = fixture;
    await startGauge(upper, 'asleep');
    try {
      await upper.shell('docker stop --time 0 asleep');
      const plan = await fixture.plan('asleep');
      expect(plan.movable).toBe(false);
      expect(plan.estimate).toBeUndefined();
    } finally {
      await removeGauge('asleep', upper);
    }
  });

  test('warns of a freeze that is longer than allowed', async () => {
    const { upper, lower } = fixture;
    await startGauge(upper, 'large', { words: '--memory 64' });
    await lower.capRate(2);
    try {
      const plan = await fixture.plan('large', { maxRounds: 0, maxFreezeSeconds: 10 });
      expect(plan.findings).toContainEqual(
        expect.objectContaining({ id: 'freeze-long', severity: 'warning', needed: '10.0 s' }),
      );
    } finally {
      await lower.capRate(1000);
      await removeGauge('large', upper);
    }
  });

  test('is kept beside what happened; later ones learn from it, and know the direct route once it was taken', async () => {
    const { upper, lower } = fixture;
    await startGauge(upper, 'gauge', { words: '--memory 64' });
    const kept = async (run: Promise<RunReport>): Promise<{ report: RunReport; estimate: Forecast }> => {
      const report = await run;
      const { estimate } = report;
      if (estimate === undefined) throw new Error('the report has no estimate');
      return { report, estimate };
    };
    const happened = ({ freezeMs, totalMs, bytesSent }: RunReport) => ({
      freezeMs: freezeMs ?? 0,
      totalMs: totalMs ?? 0,
      bytes: Object.values(bytesSent).reduce((sum, bytes) => sum + bytes, 0),
    });
    try {
      const first = await fixture.plan('gauge');
      expect(first.estimate?.learnedFrom).toBe(0);
      expect(routesOf(first)).toEqual(['relay']);

      const there = await kept(fixture.migrate('gauge', { route: 'relay' }));
      expect(there.estimate.route).toBe('relay');
      // Not how right it was, which depends on the machine, but that it and what happened are learned from.
      const ratio = happened(there.report).bytes / there.estimate.unlearned.bytes;

      const back = await fixture.plan('gauge', { from: 'lower', to: 'upper', replaceData: true });
      expect(back.estimate?.learnedFrom).toBe(1);
      const [relayed] = back.estimate?.forecasts ?? [];
      expect((relayed?.bytes.likely ?? 0) / (relayed?.unlearned.bytes ?? 1)).toBeCloseTo(ratio, 3);

      const direct = fixture.start('gauge', {
        from: 'lower',
        to: 'upper',
        replaceData: true,
        route: 'direct',
      });
      expect(await direct).toMatchObject({ outcome: 'committed', route: 'direct' });
      expect(routesOf(await fixture.plan('gauge', { replaceData: true }))).toEqual(['direct', 'relay']);
    } finally {
      await removeGauge('gauge', upper, lower);
    }
  });
});
