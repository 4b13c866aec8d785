/** Which restore points a policy lets go. */
import { expect, test } from 'vitest';
import { surplusOf } from '../../../electron/backups/policy/surplus.ts';
import type { Description, RestorePointName } from '../../../electron/backups/restore-point.ts';
import type { RestorePointSummary } from '../../../electron/backups/store/index/points.ts';
import { fromErrorData } from '../../../shared/errors.ts';

interface Stored extends Partial<RestorePointSummary> {
  readonly by: 'policy' | 'hand' | 'nobody knows';
}

const policy = { container: 'gauge', host: 'upper', keep: 2 };

/** The oldest first, named rp1, rp2, … */
function surplus(points: readonly Stored[], keep = policy.keep): Promise<string[]> {
  const named = points.map((point, index) => ({
    ...{ at: '', host: 'upper', container: 'gauge', kind: 'with-memory' as const, size: 0, added: 0 },
    ...point,
    name: `rp${index + 1}` as RestorePointName,
  }));
  const store = {
    list: () => named,
    describe: async (name: RestorePointName) => {
      const by = named.find((each) => each.name === name)?.by;
      if (by === 'nobody knows')
        throw fromErrorData({ code: 'store-damaged', message: 'It cannot be read.' });
      return (by === 'policy' ? { byPolicy: true } : {}) as Description;
    },
  };
  return surplusOf(store, { ...policy, keep });
}

const taken: Stored = { by: 'policy' };

test('all but the latest that it keeps', async () => {
  expect(await surplus([taken, taken, taken, taken])).toEqual(['rp2', 'rp1']);
  expect(await surplus([taken, taken])).toEqual([]);
});

test('what was taken by hand stays and counts for nothing, and what cannot be read stays', async () => {
  const points: Stored[] = [{ by: 'hand' }, taken, { by: 'nobody knows' }, taken, { by: 'hand' }, taken];
  expect(await surplus(points)).toEqual(['rp2']);
});

test('other containers and other hosts are none of its business', async () => {
  const points: Stored[] = [
    { ...taken, host: 'lower' },
    { ...taken, container: 'sluice' },
    taken,
    taken,
    taken,
  ];
  expect(await surplus(points)).toEqual(['rp3']);
});

test('the latest with memory stays, however many without came since', async () => {
  const files: Stored = { ...taken, kind: 'files-only' };
  expect(await surplus([taken, taken, files, files, files])).toEqual(['rp3', 'rp1']);
});

test('the latest are the last that were taken, also when the clock was set back', async () => {
  const points = ['2027', '2028', '2026', '2026'].map((at): Stored => ({ ...taken, at }));
  expect(await surplus(points)).toEqual(['rp2', 'rp1']);
});
