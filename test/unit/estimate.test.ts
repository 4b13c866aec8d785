import { expect, test } from 'vitest';
import { anotherRoundPays, memoryRoundPays } from '../../electron/migration/estimate.ts';

const gigabit = 110e6;
const radio = 250e3;
const megabytes = (count: number): number => count * 1024 * 1024;

test('a round of memory is taken where sending everything in the freeze would cost more', () => {
  expect(memoryRoundPays(megabytes(256), gigabit)).toBe(true);
  expect(memoryRoundPays(megabytes(8), radio)).toBe(true);
});

test('a round of memory is not taken for a container that is sent in a moment', () => {
  expect(memoryRoundPays(megabytes(8), gigabit)).toBe(false);
  expect(memoryRoundPays(0, radio)).toBe(false);
});

test('rounds go on while they shrink and end when they do not', () => {
  expect(anotherRoundPays([megabytes(100)])).toBe(true);
  expect(anotherRoundPays([megabytes(100), megabytes(20)])).toBe(true);
  expect(anotherRoundPays([megabytes(100), megabytes(90)])).toBe(false);
  expect(anotherRoundPays([megabytes(100), 1000])).toBe(false);
});
