import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Unlock } from '../../../electron/backups/store/keys/unlock.ts';
import { Store } from '../../../electron/backups/store/store.ts';
import { contentsOf, mapKeyring, take } from './store-fixture.ts';
import { canMount, SmallDisk, whyNoDisk } from '../small-disk.ts';
import { saying } from '../../saying.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!canMount)(`a full disk${whyNoDisk}`, () => {
  let disk: SmallDisk;
  let folder: string;
  let unlock: Unlock;

  beforeEach(() => {
    disk = new SmallDisk(48);
    folder = join(disk.path, 'store');
    unlock = { keyring: mapKeyring(), tellRecoveryKey: () => undefined };
  });
  afterEach(() => disk[Symbol.dispose]());

  const full = expect.objectContaining({
    code: 'disk-full',
    state: saying(expect.stringMatching(/was not made/)),
  });

  test('a take that does not fit says so, is not seen, and pruning gives its room back', async () => {
    using store = await Store.open(folder, unlock);
    await take(store, ['level']);
    const tooMuch = Array.from({ length: 60 }, () => randomBytes(1024 * 1024));
    await expect(take(store, tooMuch)).rejects.toEqual(full);
    expect(store.list()).toHaveLength(1);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    await expect(take(store, tooMuch)).rejects.toEqual(full);
    await store.prune();
    expect(await take(store, tooMuch.slice(0, 30))).toBe('rp2');
    expect((await store.verify()).damages).toEqual([]);
  });

  test('on a disk without any room nothing is made, and what is there can be read and verified', async () => {
    await Store.open(folder, unlock).then((store) => store[Symbol.dispose]());
    using store = await Store.open(folder, unlock);
    const name = await take(store, ['level']);
    disk.fill();
    await expect(take(store, ['rain'])).rejects.toEqual(full);
    expect(store.list()).toHaveLength(1);
    expect(await contentsOf(store, name)).toEqual(['level']);
    expect((await store.verify()).damages).toEqual([]);
    rmSync(disk.filler);
    expect(await take(store, ['rain'])).toBe('rp2');
    expect((await store.verify()).damages).toEqual([]);
    await store.prune();
  });

  test('removing and pruning make room on a disk without any, also in a store that has just been opened', async () => {
    for (let round = 0; round < 2; round += 1) {
      {
        using store = await Store.open(folder, unlock);
        const name = await take(store, [randomBytes(1024 * 1024)]);
        disk.fill();
        store.remove(name);
        if (round === 0) expect((await store.prune()).bytes).toBeGreaterThan(1024 * 1024);
      }
      if (round === 1) {
        using store = await Store.open(folder, unlock);
        expect((await store.prune()).bytes).toBeGreaterThan(1024 * 1024);
      }
      rmSync(disk.filler);
    }
  });

  test('no store is made on a full disk', async () => {
    disk.fill();
    await expect(Store.open(folder, unlock)).rejects.toMatchObject({ code: 'disk-full' });
    rmSync(disk.filler);
    using store = await Store.open(folder, unlock);
    expect(await take(store, ['level'])).toBe('rp1');
  });
});
