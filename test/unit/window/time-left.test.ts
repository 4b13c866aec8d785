/** An estimate of the time left is told only while it keeps to itself. */
import { expect, test } from 'vitest';
import { TimeLeft } from '../../../renderer/state/time-left.ts';

const mb = 1_000_000;

/** What is told after each half second, of a count of bytes for each. */
function toldOf(totalBytes: number, counts: readonly number[]): (number | undefined)[] {
  const timeLeft = new TimeLeft(totalBytes);
  return counts.map((bytes, index) => timeLeft.after(index * 500, bytes));
}

test('nothing is told at first; of a steady flow, then, what is left of it', () => {
  const told = toldOf(
    100 * mb,
    Array.from({ length: 20 }, (_, index) => index * mb),
  );
  expect(told.slice(0, 8)).toEqual(Array.from({ length: 8 }));
  expect(told.at(-1)).toBeCloseTo(81 * 500, -2);
});

test('nothing is told while the rate changes much', () => {
  const doubling = Array.from({ length: 14 }, (_, index) => 2 ** index * 1000);
  expect(toldOf(100 * mb, doubling)).toEqual(doubling.map(() => undefined));
});

test('nothing is told any more when more was sent than was expected', () => {
  const counts = Array.from({ length: 30 }, (_, index) => index * mb);
  expect(toldOf(20 * mb, counts).at(-1)).toBeUndefined();
});
