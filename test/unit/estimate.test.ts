import { expect, test } from 'vitest';
import {
  anotherFilesRoundPays,
  anotherMemoryRoundPays,
  anotherPreDumpPays,
  comparingPays,
  fillingPays,
  freezeSeconds,
  memoryRoundPays,
  preDumpPays,
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

test('where the kernel tracks dirty pages a round pays earlier, since nothing is compared', () => {
  expect(memoryRoundPays(megabytes(40), gigabit)).toBe(false);
  expect(preDumpPays(megabytes(40), gigabit)).toBe(true);
  expect(preDumpPays(megabytes(2), gigabit)).toBe(false);
});

test('pre-dumps go on while they shrink and end when they do not', () => {
  const memory = megabytes(64);
  const room = megabytes(1024);
  const rounds = (...sizes: number[]) => sizes.map((bytes) => ({ bytes, ms: 2000, pausedMs: 100 }));
  expect(anotherPreDumpPays(rounds(memory), memory, room)).toBe(true);
  expect(anotherPreDumpPays(rounds(memory, megabytes(16)), memory, room)).toBe(true);
  expect(anotherPreDumpPays(rounds(memory, megabytes(16), megabytes(15)), memory, room)).toBe(false);
  expect(anotherPreDumpPays(rounds(memory, 1000), memory, room)).toBe(false);
});

test('no pre-dump is taken that pauses for longer than what it saves takes to send', () => {
  const round = { bytes: megabytes(2), ms: 150, pausedMs: 100 };
  expect(anotherPreDumpPays([round], megabytes(64), megabytes(1024))).toBe(false);
});

test('no pre-dump is taken after which a dump of everything would not fit', () => {
  const first = [{ bytes: megabytes(64), ms: 2000, pausedMs: 100 }];
  expect(anotherPreDumpPays(first, megabytes(64), megabytes(128))).toBe(true);
  expect(anotherPreDumpPays(first, megabytes(64), megabytes(127))).toBe(false);
});

test('a freeze is for all the memory where no round has copied any', () => {
  const facts = {
    memoryBytes: megabytes(1024),
    rounds: [{ kind: 'files' as const, bytes: 0 }],
    waitingBytes: 0,
  };
  expect(freezeSeconds({ ...facts, bytesPerSecond: radio })).toBeGreaterThan(4000);
  expect(freezeSeconds({ ...facts, bytesPerSecond: gigabit })).toBeLessThan(15);
});

test('a freeze is short where rounds have shrunk, and as long as the last round where they have not', () => {
  const rounds = (...sizes: number[]) => sizes.map((bytes) => ({ kind: 'memory' as const, bytes }));
  const seconds = (...sizes: number[]): number =>
    freezeSeconds({
      memoryBytes: megabytes(64),
      rounds: rounds(...sizes),
      waitingBytes: 0,
      bytesPerSecond: radio,
    });
  expect(seconds(megabytes(64), megabytes(4))).toBeLessThan(3);
  expect(seconds(megabytes(64), megabytes(64))).toBeGreaterThan(250);
  expect(seconds(megabytes(16), megabytes(64))).toBeGreaterThan(250);
  expect(seconds(megabytes(64))).toBeLessThan(20);
});

test('files that change as fast as they are sent count for a freeze as well', () => {
  const rounds = [megabytes(100), megabytes(90)].map((bytes) => ({ kind: 'files' as const, bytes }));
  const memory = { kind: 'memory' as const, bytes: 0 };
  const facts = { memoryBytes: 0, rounds: [...rounds, memory], waitingBytes: 0, bytesPerSecond: radio };
  expect(freezeSeconds(facts)).toBeGreaterThan(300);
});

test('files that wait for the freeze count for it', () => {
  const rounds = [megabytes(16), 0].map((bytes) => ({ kind: 'files' as const, bytes }));
  const facts = { memoryBytes: 0, rounds, bytesPerSecond: radio };
  expect(freezeSeconds({ ...facts, waitingBytes: 0 })).toBeLessThan(1);
  expect(freezeSeconds({ ...facts, waitingBytes: megabytes(16) })).toBeGreaterThan(60);
});

test('a target is filled from a restore point unless that is far more than there is to send', () => {
  expect(fillingPays(megabytes(100), megabytes(100))).toBe(true);
  expect(fillingPays(megabytes(100), megabytes(60))).toBe(true);
  expect(fillingPays(megabytes(100), megabytes(10))).toBe(false);
  expect(fillingPays(megabytes(1), 0)).toBe(true);
});

test('a target is not filled with so much that comparing it would be silent for too long', () => {
  expect(fillingPays(megabytes(15 * 1024), megabytes(15 * 1024))).toBe(true);
  expect(fillingPays(megabytes(17 * 1024), megabytes(17 * 1024))).toBe(false);
});

test('memory is compared with a restore point’s where the route is slower than comparing', () => {
  expect(comparingPays(radio)).toBe(true);
  expect(comparingPays(gigabit)).toBe(true);
  expect(comparingPays(10 * gigabit)).toBe(false);
});
