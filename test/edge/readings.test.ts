/** Lost readings are caught, whatever way they were lost. */
import { describe, expect, test } from 'vitest';
import { assertNothingLost } from './readings.ts';

describe('readings', () => {
  const readings = (...counts: number[]) =>
    counts.map((count, i) => `${count} ${i * 10_000_000} 1\n`).join('');

  test('a whole file passes, with its longest gap, whatever the monotonic clock did meanwhile', () => {
    const text = '1 7 1000000\n2 8 11000000\n3 9 261000000\n4 400000000 271000000\n';
    expect(assertNothingLost(text)).toEqual({ count: 4, longestGapMs: 250, longestGapAfter: 2 });
  });

  test('a skip, a repeat, a step back and a late beginning are caught', () => {
    expect(() => assertNothingLost(readings(1, 2, 4))).toThrow('skip from 2 to 4');
    expect(() => assertNothingLost(readings(1, 2, 2))).toThrow('2 is there twice');
    expect(() => assertNothingLost(readings(1, 2, 3, 2))).toThrow('go back from 3 to 2');
    expect(() => assertNothingLost(readings(5, 6))).toThrow('skip from 0 to 5');
  });

  test('a torn last line, another line and an empty file are caught', () => {
    expect(() => assertNothingLost('1 1 1\n2 2')).toThrow('torn');
    expect(() => assertNothingLost('1 1 1\n\0\0\0\n')).toThrow('line 2');
    expect(() => assertNothingLost('')).toThrow('no readings');
  });
});
