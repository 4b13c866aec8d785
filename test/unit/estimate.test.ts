import { expect, test } from 'vitest';
import {
  anotherFilesRoundPays,
  anotherMemoryRoundPays,
  memoryRoundPays,
} from '../../electron/migration/estimate.ts';

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
  const rounds = (...sizes: number[]) => sizes.map((bytes) => ({ bytes }));
  expect(anotherFilesRoundPays(rounds(megabytes(100)))).toBe(true);
  expect(anotherFilesRoundPays(rounds(megabytes(100), megabytes(20)))).toBe(true);
  expect(anotherFilesRoundPays(rounds(megabytes(100), megabytes(90)))).toBe(false);
  expect(anotherFilesRoundPays(rounds(megabytes(100), 1000))).toBe(false);
});

test('another round of memory is taken only where sending takes far longer than the pause it costs', () => {
  const slow = { bytes: megabytes(64), ms: 5500, pausedMs: 150 };
  const fast = { bytes: megabytes(256), ms: 3000, pausedMs: 400 };
  expect(anotherMemoryRoundPays([slow])).toBe(true);
  expect(anotherMemoryRoundPays([fast])).toBe(false);
  expect(anotherMemoryRoundPays([slow, { ...slow, bytes: megabytes(60) }])).toBe(false);
});
