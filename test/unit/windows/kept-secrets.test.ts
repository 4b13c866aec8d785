/** Windows with somebody who keeps secrets. */
import { expect, test } from 'vitest';
import type { Contract } from '../../../shared/contract.ts';
import type { SecretRequest } from '../../../shared/model.ts';
import type { FromStation } from '../../../shared/wire.ts';
import { type SecretKeeper, Windows } from '../../../electron/windows.ts';

const request: SecretRequest = { kind: 'password', host: 'river', user: 'root', isRetry: false };

test('a secret that was kept is given without a question', async () => {
  const { windows, told } = openedWith(keeper({ recall: async () => 'kept' }));
  expect(await windows.askSecret(request)).toBe('kept');
  expect(told).toEqual([]);
});

test('a secret is kept when the window says so, and it was told that it can be', async () => {
  const kept: unknown[] = [];
  const { windows, told, window } = openedWith(keeper({ keep: async (...given) => void kept.push(given) }));
  const asked = windows.askSecret(request);
  await expect.poll(() => told).toEqual([{ kind: 'ask', ask: 1, request, canKeep: true }]);
  window.heard({ kind: 'answer', ask: 1, secret: 'typed', keep: true });
  expect(await asked).toBe('typed');
  expect(kept).toEqual([[request, 'typed']]);
});

test('a secret is not kept when the window does not say so, nor where it cannot be', async () => {
  const kept: unknown[] = [];
  const keep = async (...given: unknown[]): Promise<void> => void kept.push(given);
  for (const [canKeep, answer] of [
    [true, {}],
    [false, { keep: true }],
  ] as const) {
    const { windows, told, window } = openedWith(keeper({ keep, canKeep: async () => canKeep }));
    const asked = windows.askSecret(request);
    await expect.poll(() => told.length).toBe(1);
    window.heard({ kind: 'answer', ask: 1, secret: 'typed', ...answer });
    expect(await asked).toBe('typed');
  }
  expect(kept).toEqual([]);
});

test('nobody is asked for what is used only if it is at hand', async () => {
  const { windows, told } = openedWith(keeper({}));
  expect(await windows.askSecret({ ...request, onlyIfAtHand: true })).toBeUndefined();
  expect(told).toEqual([]);
});

function keeper(does: Partial<SecretKeeper>): SecretKeeper {
  return {
    recall: async () => undefined,
    canKeep: async () => true,
    keep: async () => undefined,
    ...does,
  };
}

function openedWith(of: SecretKeeper) {
  const nothing: Contract = { call: () => Promise.reject(new Error('nothing is called')) };
  const windows = new Windows(nothing, { keeper: of });
  const told: FromStation[] = [];
  const window = windows.open({
    send: (message) => void told.push(message),
    refuse: (why) => expect.fail(why),
  });
  return { windows, told, window };
}
