import { expect, test } from 'vitest';
import { type Experience, learn, type PastRun } from '../../electron/migration/experience.ts';
import { forecast, type ForecastFacts } from '../../electron/migration/forecast.ts';
import type { Forecast } from '../../shared/model.ts';

const megabyte = 1024 * 1024;
const gigabit = 110e6;
const twoMbit = 250e3;

const still: ForecastFacts = {
  bytes: { image: 0, memory: 64 * megabyte, rwLayer: megabyte, volumes: megabyte, log: 0 },
  pace: { roundTripMs: 5, memoryBytesTouched: 100_000, fileBytesPerSecond: 1000 },
  tracksDirtyPages: false,
  maxRounds: 4,
  bytesPerSecond: gigabit,
};
const nothingLearned: Experience = learn([], {
  from: 'river',
  to: 'dam',
  container: 'gauge',
  route: 'relay',
});
const forecastOf = (change: Partial<ForecastFacts>): Forecast =>
  forecast('relay', { ...still, ...change }, nothingLearned);
const isOrdered = ({ low, likely, high }: { low: number; likely: number; high: number }): boolean =>
  0 < low && low < likely && likely < high;

const run = (figures: Partial<PastRun['happened']>, change: Partial<PastRun> = {}): PastRun => ({
  from: 'river',
  to: 'dam',
  container: 'gauge',
  estimated: { ...forecastOf({}), unlearned: { freezeMs: 1000, totalMs: 10_000, bytes: 1e8 } },
  happened: { freezeMs: 1000, totalMs: 10_000, bytes: 1e8, ...figures },
  ...change,
});
const wanted = { from: 'river', to: 'dam', container: 'gauge', route: 'relay' } as const;

test('every figure has a range around what is likely', () => {
  for (const bytesPerSecond of [gigabit, twoMbit]) {
    const made = forecastOf({ bytesPerSecond });
    for (const figure of ['freezeMs', 'totalMs', 'bytes'] as const)
      expect(isOrdered(made[figure])).toBe(true);
  }
});

test('the bench is within the range', () => {
  // Medians of the README: memory in MB, freeze in ms.
  for (const [memory, freezeMs] of [
    [64, 610],
    [256, 940],
    [1024, 2200],
  ] as const) {
    const { low, high } = forecastOf({ bytes: { ...still.bytes, memory: memory * megabyte } }).freezeMs;
    expect(freezeMs).toBeGreaterThan(low);
    expect(freezeMs).toBeLessThan(high);
  }
});

test('a slower link takes longer, and sends as much', () => {
  const [fast, slow] = [forecastOf({}), forecastOf({ bytesPerSecond: twoMbit })];
  expect(slow.totalMs.likely).toBeGreaterThan(fast.totalMs.likely * 10);
  expect(slow.bytes.likely).toBeLessThan(fast.bytes.likely * 1.5);
});

test('memory that changes faster than the link carries makes the freeze long', () => {
  const calm = forecastOf({ bytesPerSecond: twoMbit });
  const wild = forecastOf({
    bytesPerSecond: twoMbit,
    pace: { ...still.pace, memoryBytesTouched: 60 * megabyte },
  });
  expect(calm.freezeMs.likely).toBeLessThan(5000);
  expect(wild.freezeMs.likely).toBeGreaterThan(60_000);
});

test('without rounds all memory is sent in the freeze', () => {
  const whole = forecastOf({ maxRounds: 0, bytesPerSecond: twoMbit });
  expect(whole.freezeMs.likely).toBeGreaterThan(forecastOf({ bytesPerSecond: twoMbit }).freezeMs.likely * 10);
});

test('it can be made where the kernel tells nothing of changes', () => {
  expect(isOrdered(forecastOf({ pace: { roundTripMs: 5 } }).freezeMs)).toBe(true);
});

test('runs that took twice as long make the next estimate twice as long, and the range narrower', () => {
  const learned = learn(Array(5).fill(run({ freezeMs: 2000 })), wanted);
  expect(learned.runs).toBe(5);
  const before = forecastOf({}).freezeMs;
  const after = forecast('relay', still, learned).freezeMs;
  expect(after.likely / before.likely).toBeCloseTo(2, 1);
  expect(after.high / after.likely).toBeLessThan(before.high / before.likely);
});

test('what was learned is not learned again: the estimate stays where the runs are', () => {
  const runs = Array(5).fill(run({ freezeMs: 2000 }));
  const learned = forecast('relay', still, learn(runs, wanted));
  expect(learned.unlearned).toEqual(forecastOf({}).unlearned);
});

test('runs that are alike say more, also those the other way', () => {
  const other = run({ freezeMs: 9000 }, { container: 'pump' });
  const back = run({ freezeMs: 2000 }, { from: 'dam', to: 'river' });
  expect(learn([other, other, back, back, back], wanted).ratios.freezeMs.likely).toBe(2);
  expect(learn([other, other, back], wanted).ratios.freezeMs.likely).toBe(9);
});

test('runs over another route say nothing', () => {
  const direct = run({}, { estimated: { ...run({}).estimated, route: 'direct' } });
  expect(learn([direct], wanted).runs).toBe(0);
});

test('what the laptop has of it, the source need not send, but for what changed since', () => {
  const planned = (ageSeconds: number) => ({
    fromStore: { image: 0, files: 2 * megabyte, memory: 64 * megabyte, point: 'rp1' },
    saved: { image: 0, files: 2 * megabyte, memory: 64 * megabyte },
    ageSeconds,
  });
  const without = forecastOf({});
  const [fresh, old] = [forecastOf({ planned: planned(60) }), forecastOf({ planned: planned(86_400) })];
  for (const { bytes } of [fresh, old]) expect(isOrdered(bytes)).toBe(true);
  expect(fresh.bytes.likely).toBeLessThan(without.bytes.likely * 0.15);
  expect(old.bytes.likely).toBeGreaterThan(fresh.bytes.likely * 5);
  expect(old.bytes.likely).toBeLessThan(without.bytes.likely);
  // At worst nothing of it is as it was.
  expect(fresh.bytes.high).toBeGreaterThanOrEqual(without.bytes.high);
  // What the laptop sends takes its time as well, and the freeze is no shorter for it.
  expect(fresh.freezeMs.likely).toBe(without.freezeMs.likely);
});

test('an image that the laptop has is not sent by the source', () => {
  const bytes = { ...still.bytes, image: 500 * megabyte };
  const saved = { image: bytes.image, files: 0, memory: 0 };
  const planned = { fromStore: saved, saved, ageSeconds: 0 };
  expect(forecastOf({ bytes, planned }).bytes).toEqual(forecastOf({}).bytes);
  expect(forecastOf({ bytes, planned }).totalMs.likely).toBeGreaterThan(forecastOf({}).totalMs.likely);
});
