import { expect, test } from 'vitest';
import { parseChanges } from '../../electron/preflight/pace.ts';

test('what a container changes is counted for a second', () => {
  expect(parseChanges('2000 8192 4000\n')).toEqual({ memoryBytesTouched: 8192, fileBytesPerSecond: 2000 });
});

test('a kernel that does not tell, or tells nonsense, leaves it unknown', () => {
  expect(parseChanges('1000 - 0')).toEqual({ memoryBytesTouched: undefined, fileBytesPerSecond: 0 });
  for (const nonsense of ['', 'x', '1e9 1e9 1e9', '0 1 1', '-5 -5 -5'])
    expect(parseChanges(nonsense).fileBytesPerSecond).toBeUndefined();
});
