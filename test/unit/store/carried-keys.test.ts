/** A store's key on its way to another laptop: wrapped, and opened there by whoever has the passphrase or the recovery key. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CarriedKeys } from '../../../electron/backups/store/keys/carried-keys.ts';
import type { Unlock } from '../../../electron/backups/store/keys/unlock.ts';
import { Store } from '../../../electron/backups/store/store.ts';
import { mapKeyring, StoreFixture } from './store-fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

const passphrase = 'a boat in a lock';

let here: StoreFixture;
let there: StoreFixture;
let recoveryKey: string;
beforeEach(() => {
  here = new StoreFixture();
  there = new StoreFixture();
});
afterEach(() => {
  here[Symbol.dispose]();
  there[Symbol.dispose]();
});

const answering = (answer: string, more: Partial<Unlock> = {}): Unlock => ({
  keyring: null,
  ask: async ({ isRetry }) => (isRetry ? undefined : answer),
  tellRecoveryKey: (key) => {
    recoveryKey = key;
  },
  ...more,
});

/** The keys of a store that is made here, as they arrive elsewhere. */
async function carried(unlock: Unlock): Promise<CarriedKeys> {
  using store = await Store.open(here.folder, unlock);
  const keys = CarriedKeys.from(store.keys.carried().files());
  if (keys === undefined) throw new Error('these are no keys');
  return keys;
}

test('a new store has the key of the other one, and opens with what opens that', async () => {
  const adopted = await carried(answering(passphrase));
  const folder = join(there.folder, 'store');
  using store = await Store.open(folder, answering(recoveryKey, { adopted }));
  expect(store.keys.carried().proof).toBe(adopted.proof);
  for (const answer of [passphrase, recoveryKey])
    (await Store.open(folder, answering(answer)))[Symbol.dispose]();
});

test('a wrong answer makes no store', async () => {
  const adopted = await carried(answering(passphrase));
  const folder = join(there.folder, 'store');
  await expect(Store.open(folder, answering('a boat in a dock', { adopted }))).rejects.toMatchObject({
    code: 'store-locked',
  });
  expect(existsSync(folder)).toBe(false);
});

test('what the keyring keeps stays on the laptop; the other one’s keyring gets an entry of its own', async () => {
  const known = new Map<string, string>();
  const keyring = mapKeyring(known);
  const adopted = await carried(answering('', { keyring }));
  expect([...adopted.files().keys()]).toEqual(['store.json', 'recovery.age']);
  const folder = join(there.folder, 'store');
  (await Store.open(folder, answering(recoveryKey, { keyring, adopted })))[Symbol.dispose]();
  expect(known.size).toBe(2);
  for (const each of [here.folder, folder])
    (await Store.open(each, { keyring, tellRecoveryKey: () => undefined }))[Symbol.dispose]();
});

test('a store that is there keeps its own key', async () => {
  const adopted = await carried(answering(passphrase));
  const own = answering('', { keyring: mapKeyring() });
  (await Store.open(there.folder, own))[Symbol.dispose]();
  using store = await Store.open(there.folder, { ...own, adopted });
  expect(store.keys.carried().proof).not.toBe(adopted.proof);
});

test('what is no key is not taken for one', () => {
  expect(CarriedKeys.from(new Map())).toBeUndefined();
  expect(CarriedKeys.from(new Map([['store.json', Buffer.from('{"version":1}')]]))).toBeUndefined();
});
