/** What the pictures of a run show is what its report says. */
import { expect, test } from 'vitest';
import { pictureOf } from '../../../renderer/state/move-picture.ts';
import { roundBars } from '../../../renderer/state/round-bars.ts';
import { Throughput } from '../../../renderer/state/throughput.ts';
import { begun, done, reportOf } from './run-report.ts';

test('while it is copied, the source runs it and data flows by the route that is taken', () => {
  const report = reportOf([begun('rounds')], { route: 'direct' });
  expect(pictureOf(report)).toEqual({ source: 'runs', target: 'filling', flow: 'direct' });
  expect(pictureOf({ ...report, route: 'direct-then-relay' }).flow).toBe('relay');
});

test('in the freeze neither end runs it, and the source has it whole', () => {
  const report = reportOf([...done('rounds', 'freeze'), begun('deliver')], { runningOn: null });
  expect(pictureOf(report)).toEqual({ source: 'frozen', target: 'filling', flow: 'relay' });
});

test('after it the target runs it, and nothing flows', () => {
  const report = reportOf(done('rounds', 'freeze', 'resume'), { runningOn: 'lower', outcome: 'committed' });
  expect(pictureOf(report)).toEqual({ source: 'gone', target: 'runs', flow: 'none' });
});

test('until it is decided, the source has it as it was frozen, although the target runs it', () => {
  const report = reportOf([...done('freeze', 'resume'), begun('check')], { runningOn: 'lower' });
  expect(pictureOf(report)).toMatchObject({ source: 'frozen', target: 'runs' });
  const retired = reportOf(done('freeze', 'resume', 'commit', 'retire'), { runningOn: 'lower' });
  expect(pictureOf(retired).source).toBe('gone');
});

test('a host whose connection is lost is shown so, and nothing flows meanwhile', () => {
  const picture = pictureOf(reportOf([begun('rounds')]), ['lower']);
  expect(picture).toEqual({ source: 'runs', target: 'unreachable', flow: 'none' });
});

test('what is restored comes from this laptop', () => {
  const report = reportOf([begun('deliver')], { restorePoint: 'rp1', runningOn: null });
  expect(pictureOf(report)).toMatchObject({ source: 'point', flow: 'laptop' });
});

test('bars are to each other as the bytes of their rounds, and the least can be seen', () => {
  const round = { ms: 1, pausedMs: 0 };
  const bars = roundBars(
    [
      { ...round, kind: 'files', bytes: 1000 },
      { ...round, kind: 'memory', bytes: 500 },
      { ...round, kind: 'final', bytes: 0 },
    ],
    { width: 600, pitch: 20 },
  );
  expect(bars.map(({ width }) => width)).toEqual([600, 300, 4]);
  expect(bars.map(({ y }) => y)).toEqual([0, 20, 40]);
});

test('throughput is bytes over time, and stays few points however long it is counted', () => {
  const throughput = new Throughput();
  for (let half = 0; half <= 4; half += 1) throughput.count(half * 500, half * 1_000_000);
  expect(throughput.points.map(({ bytesPerSecond }) => bytesPerSecond)).toEqual([2e6, 2e6, 2e6, 2e6]);
  for (let half = 5; half < 20_000; half += 1) throughput.count(half * 500, half * 1_000_000);
  expect(throughput.points.length).toBeLessThanOrEqual(1200);
  expect(throughput.points.every(({ bytesPerSecond }) => bytesPerSecond === 2e6)).toBe(true);
});

test('a count that begins anew makes no point below nothing', () => {
  const throughput = new Throughput();
  for (const [index, bytes] of [0, 5000, 100, 1100].entries()) throughput.count(index * 500, bytes);
  expect(throughput.points.map(({ bytesPerSecond }) => bytesPerSecond)).toEqual([10_000, 2000]);
});
