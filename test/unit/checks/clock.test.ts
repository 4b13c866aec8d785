/** Clocks are compared only as exactly as the hosts could be asked. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readClock, surelyAheadMs } from '../../../electron/preflight/clock.ts';

test('whatever takes its time on the way, a clock is where it is said to be', () => {
  const ms = fc.integer({ min: 0, max: 60_000 });
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), ms, ms, ms, (ahead, there, answering, back) => {
      const asked = 1_795_193_156_000;
      const began = asked + there + ahead;
      const reading = readClock(
        { clockBeganNs: BigInt(began) * 1_000_000n, clockNs: BigInt(began + answering) * 1_000_000n },
        asked,
        asked + there + answering + back,
      );
      expect(Math.abs(reading.aheadMs - ahead)).toBeLessThanOrEqual(reading.uncertaintyMs + 0.01);
      expect(reading.uncertaintyMs).toBeLessThanOrEqual((there + back) / 2 + 0.01);
    }),
  );
});

test('only what is beyond doubt is a difference', () => {
  const at = (aheadMs: number, uncertaintyMs: number) => ({ aheadMs, uncertaintyMs });
  expect(surelyAheadMs(at(0, 100), at(150, 100))).toBe(0);
  expect(surelyAheadMs(at(0, 100), at(-5000, 100))).toBe(-4800);
  expect(surelyAheadMs(at(1000, 0), at(9000, 500))).toBe(7500);
});
