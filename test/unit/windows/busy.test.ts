/** What goes on without a window is known to the shell, which asks before it ends. */
import { expect, test } from 'vitest';
import type { Contract } from '../../../shared/contract.ts';
import { fromErrorData } from '../../../shared/errors.ts';
import { Windows } from '../../../electron/windows.ts';

test('a move is under way until it has ended, also without its window', async () => {
  const ended = Promise.withResolvers<never>();
  const busy: boolean[] = [];
  const station: Contract = { call: () => ended.promise };
  const windows = new Windows(station, { onBusy: (isBusy) => void busy.push(isBusy) });
  const window = windows.open({ send: () => undefined, refuse: (why) => expect.fail(why) });
  const input = { container: 'gauge', from: 'river', to: 'dam' };
  window.heard({ kind: 'call', id: 1, method: 'moves.start', input });
  window.closed();
  expect(windows.underWay).toEqual([{ method: 'moves.start', input }]);
  ended.reject(fromErrorData({ code: 'cancelled', message: 'Cancelled.' }));
  await expect.poll(() => windows.isBusy).toBe(false);
  expect(busy).toEqual([true, false]);
});

test('what ends with its window is no reason to wait', () => {
  const busy: boolean[] = [];
  const windows = new Windows(
    { call: () => new Promise(() => undefined) },
    { onBusy: (is) => void busy.push(is) },
  );
  const window = windows.open({ send: () => undefined, refuse: (why) => expect.fail(why) });
  window.heard({ kind: 'call', id: 1, method: 'hosts.watch', input: {} });
  expect(windows.isBusy).toBe(false);
  expect(busy).toEqual([]);
});
