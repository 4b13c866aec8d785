/** Of what is asked for again and again, nothing is done twice at once, and the last is never lost. */
import { expect, test } from 'vitest';
import { oneAtATime } from '../../../renderer/state/one-at-a-time.ts';
import { until } from '../../edge/condition.ts';

test('what is asked for meanwhile is one more turn, after the one under way', async () => {
  const ends: (() => void)[] = [];
  const ask = oneAtATime(() => new Promise<void>((resolve) => ends.push(resolve)));
  ask();
  for (let count = 0; count < 100; count += 1) ask();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await until('it is done once more', () => ends.length === 2);
  ends[1]?.();
  await Promise.resolve();
  ask();
  await until('what is asked for later is done as well', () => ends.length === 3);
});
