/** Bytes of a phase are those since it began, and are not made up for one that was not seen to begin. */
import { expect, test } from 'vitest';
import { PhaseBytes } from '../../../renderer/state/phase-bytes.ts';

test('copying begins with nothing sent, whenever it is looked at first', () => {
  expect(new PhaseBytes().of('copy', 500)).toBe(500);
});

test('what was sent before a phase does not count in it', () => {
  const bytes = new PhaseBytes();
  bytes.of('copy', 500);
  expect(bytes.of('freeze', 520)).toBe(20);
  expect(bytes.of('freeze', 600)).toBe(100);
});

test('of a phase that had begun before nothing is told', () => {
  expect(new PhaseBytes().of('freeze', 600)).toBeUndefined();
});
