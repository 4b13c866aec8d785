/** How a store is locked: what opens it, what does not, and what those see who have the disk and no key. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Keyring } from '../../../electron/backups/store/keys/keyring.ts';
import type { KeyQuestion, Unlock } from '../../../electron/backups/store/keys/unlock.ts';
import { Store } from '../../../electron/backups/store/store.ts';
import { contentsOf, mapKeyring, rp, StoreFixture, take } from './store-fixture.ts';

// A passphrase is made slow to guess: each try takes seconds.
vi.setConfig({ testTimeout: 120_000 });

let fixture: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
});
afterEach(() => fixture[Symbol.dispose]());

/** Somebody who answers one thing after the other, and writes the recovery key down. */
function person(...answers: string[]) {
  const asked: KeyQuestion[] = [];
  const recoveryKeys: string[] = [];
  const unlock = {
    keyring: null,
    ask: async (question: KeyQuestion) => {
      asked.push(question);
      return answers.shift();
    },
    tellRecoveryKey: (key: string) => {
      recoveryKeys.push(key);
    },
  } satisfies Unlock;
  return { unlock, asked, recoveryKeys };
}

test('a store that was made with a passphrase opens with it, not with another, and with the recovery key', async () => {
  const maker = person('dam and gauge');
  {
    using store = await Store.open(fixture.folder, maker.unlock);
    await take(store, ['level']);
  }
  expect(maker.asked).toEqual([{ kind: 'new-passphrase', isRetry: false }]);
  expect(maker.recoveryKeys).toEqual([expect.stringMatching(/^AGE-SECRET-KEY-1/)]);

  const guesser = person('dam and lock', 'AGE-SECRET-KEY-1NONSENSE', 'password');
  await expect(Store.open(fixture.folder, guesser.unlock)).rejects.toMatchObject({
    code: 'store-locked',
    message: expect.stringMatching(/neither the passphrase nor the recovery key/),
  });
  expect(guesser.asked.map(({ isRetry }) => isRetry)).toEqual([false, true, true]);

  for (const answer of ['dam and gauge', maker.recoveryKeys[0]]) {
    using store = await Store.open(fixture.folder, person(`${answer}`).unlock);
    expect(await contentsOf(store, rp(1))).toEqual(['level']);
  }
  await expect(Store.open(fixture.folder, person().unlock)).rejects.toMatchObject({
    code: 'store-locked',
    message: expect.stringMatching(/was not given/),
  });
});

test('a changed passphrase replaces the one before, and a renewed recovery key too', async () => {
  const maker = person('dam and gauge');
  let renewed: string;
  {
    using store = await Store.open(fixture.folder, maker.unlock);
    await expect(store.keys.setPassphrase('short')).rejects.toMatchObject({ code: 'usage' });
    await store.keys.setPassphrase('river and lock');
    renewed = await store.keys.renewRecoveryKey();
  }
  const before = person('dam and gauge', `${maker.recoveryKeys[0]}`);
  await expect(Store.open(fixture.folder, before.unlock)).rejects.toMatchObject({ code: 'store-locked' });
  (await Store.open(fixture.folder, person('river and lock').unlock))[Symbol.dispose]();
  (await Store.open(fixture.folder, person(renewed).unlock))[Symbol.dispose]();
});

test('with a keyring nobody is asked, and without it the recovery key opens the store', async () => {
  const maker = person();
  const keyring = mapKeyring();
  (await Store.open(fixture.folder, { ...maker.unlock, keyring }))[Symbol.dispose]();
  (await Store.open(fixture.folder, { ...maker.unlock, keyring }))[Symbol.dispose]();
  expect(maker.asked).toEqual([]);

  const elsewhere = mapKeyring();
  await expect(Store.open(fixture.folder, { ...maker.unlock, keyring: elsewhere })).rejects.toMatchObject({
    code: 'store-locked',
    details: expect.stringMatching(/does not have the key of this store/),
  });
  {
    const owner = person(`${maker.recoveryKeys[0]}`);
    using store = await Store.open(fixture.folder, { ...owner.unlock, keyring: elsewhere });
    await store.keys.putIntoKeyring();
  }
  (await Store.open(fixture.folder, { ...maker.unlock, keyring: elsewhere }))[Symbol.dispose]();
});

test('a keyring that does not work is told, and a passphrase taken instead', async () => {
  const broken: Keyring = {
    get: () => Promise.reject(new Error('no DBus')),
    set: () => Promise.reject(new Error('no DBus')),
    remove: () => Promise.reject(new Error('no DBus')),
  };
  await expect(Store.open(fixture.folder, { ...person().unlock, keyring: broken })).rejects.toMatchObject({
    code: 'store-locked',
    details: expect.stringMatching(/no DBus/),
  });
  const maker = person('dam and gauge');
  using store = await Store.open(fixture.folder, { ...maker.unlock, keyring: broken });
  expect(maker.asked).toHaveLength(1);
  await expect(store.keys.putIntoKeyring()).rejects.toMatchObject({
    code: 'store-locked',
    details: expect.stringMatching(/no DBus/),
  });
});

test('two that make the same store at once have the same one', async () => {
  const stores = await Promise.all([fixture.open(), fixture.open(), fixture.open()]);
  const [first, second, third] = stores;
  await take(first as Store, ['level']);
  expect(await contentsOf(second as Store, rp(1))).toEqual(['level']);
  expect(await contentsOf(third as Store, rp(1))).toEqual(['level']);
  for (const store of stores) store[Symbol.dispose]();
});

test('a store with the key of another is locked, and says so', async () => {
  using other = new StoreFixture();
  (await fixture.open())[Symbol.dispose]();
  {
    using store = await other.open();
    await take(store, ['level']);
  }
  const ring = new Map<string, string>();
  const unlock = { keyring: mapKeyring(ring), tellRecoveryKey: () => undefined };
  using third = new StoreFixture();
  (await Store.open(third.folder, unlock))[Symbol.dispose]();
  renameSync(join(third.folder, 'keys', 'keyring.age'), join(fixture.folder, 'keys', 'keyring.age'));
  const id = JSON.parse(readFileSync(join(fixture.folder, 'keys', 'store.json'), 'utf8')).id;
  ring.set(id, [...ring.values()][0] ?? '');
  await expect(Store.open(fixture.folder, unlock)).rejects.toMatchObject({
    code: 'store-locked',
    details: expect.stringMatching(/does not open this store/),
  });
  rmSync(join(other.folder, 'keys'), { recursive: true });
  mkdirSync(join(other.folder, 'keys'));
  await expect(other.open()).rejects.toMatchObject({
    code: 'store-locked',
    message: expect.stringMatching(/lost/),
  });
});

test('who has the disk and no key sees neither files, names nor the same bytes in two stores', async () => {
  using other = new StoreFixture();
  const secret = 'the sluice opens at 4 in the morning. '.repeat(10);
  const ids: string[] = [];
  for (const each of [fixture, other]) {
    using store = await each.open();
    const name = await take(store, [secret]);
    ids.push((await store.describe(name)).places[0]?.root ?? '');
    const all = readdirSync(each.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n');
    expect(all).not.toContain('sluice');
    expect(all).not.toContain('swordfish');
    expect(all).not.toContain('/data0');
    expect(all).toContain('gauge');
  }
  expect(ids[0]).not.toBe(ids[1]);
});
