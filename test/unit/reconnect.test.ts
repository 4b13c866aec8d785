/** Connecting again: when it is worth it, how often, and what is told meanwhile. */
import { expect, test } from 'vitest';
import { type LinkState, reconnect } from '../../electron/hosts/reconnect.ts';
import { type ErrorCode, fromErrorData } from '../../shared/errors.ts';
import { inEnglish } from '../english.ts';

const failing = (code: ErrorCode) => async (): Promise<never> => {
  throw fromErrorData({ code, message: `It failed: ${code}.` });
};

test('what waiting does not mend is thrown at once', async () => {
  for (const code of ['login-refused', 'host-key', 'sudo-refused', 'usage', 'internal'] as const) {
    const told: LinkState[] = [];
    const attempt = reconnect(failing(code), {
      host: 'upper',
      withinMs: 60_000,
      tell: (state) => told.push(state),
    });
    await expect(attempt).rejects.toMatchObject({ code });
    expect(told).toEqual([]);
  }
});

test('a failure that may go away is followed by another attempt, after a pause that is told', async () => {
  const told: LinkState[] = [];
  let attempts = 0;
  const attempt = async (): Promise<string> => {
    attempts += 1;
    return attempts < 3 ? failing('host-unreachable')() : 'a session';
  };
  const options = {
    host: 'upper',
    withinMs: 60_000,
    wasLost: true,
    tell: (state: LinkState) => void told.push(state),
  };
  expect(await reconnect(attempt, options)).toBe('a session');
  expect(told.map(({ state, attempt }) => [state, attempt])).toEqual([
    ['lost', 0],
    ['retrying', 1],
    ['retrying', 2],
    ['up', 2],
  ]);
  const [first = 0, second = 0] = told.flatMap(({ nextTryMs }) => nextTryMs ?? []);
  expect(first).toBeGreaterThanOrEqual(250);
  expect(first).toBeLessThanOrEqual(500);
  expect(second).toBeGreaterThanOrEqual(500);
  expect(second).toBeLessThanOrEqual(1000);
  expect(inEnglish(told[1]?.reason)).toBe('It failed: host-unreachable.');
});

test('no attempt begins after the time is over: the last failure is thrown', async () => {
  const attempt = reconnect(failing('link-lost'), { host: 'upper', withinMs: 100 });
  await expect(attempt).rejects.toMatchObject({ code: 'link-lost' });
});

test('an attempt that hangs is given up when the time is over', async () => {
  const hanging = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  await expect(reconnect(hanging, { host: 'upper', withinMs: 100 })).rejects.toMatchObject({
    code: 'timed-out',
    message: 'upper gave no answer in time.',
  });
});

test('cancelling ends an attempt and a pause', async () => {
  const cancel = new AbortController();
  const duringPause = reconnect(failing('link-lost'), {
    host: 'upper',
    withinMs: 60_000,
    signal: cancel.signal,
    tell: () => cancel.abort(fromErrorData({ code: 'cancelled', message: 'Enough.' })),
  });
  await expect(duringPause).rejects.toMatchObject({ code: 'cancelled', message: 'Enough.' });
  const before = reconnect(async () => 'never', { host: 'upper', withinMs: 60_000, signal: cancel.signal });
  await expect(before).rejects.toMatchObject({ code: 'cancelled' });
});
