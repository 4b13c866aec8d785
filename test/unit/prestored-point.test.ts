/** Which restore point a move takes from. */
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { prestoredPoint } from '../../electron/backups/prestored-point.ts';
import type { Description } from '../../electron/backups/restore-point.ts';
import type { Store } from '../../electron/backups/store/store.ts';
import { describePoint, StoreFixture } from './store/store-fixture.ts';

// Every restore point is synced to a disk that may be slow.
vi.setConfig({ testTimeout: 60_000 });

let fixture: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
});
afterEach(() => fixture[Symbol.dispose]());

async function take(store: Store, more: Partial<Description> = {}): Promise<string> {
  using addition = store.begin();
  return await addition.commit(describePoint([await addition.write(Buffer.from('level'))], more));
}

/** Hours of a day. */
const at = (hour: number): { at: string } => ({ at: `2026-03-01T${hour}:00:00.000Z` });

test('it is the latest of that container on that host', async () => {
  using store = await fixture.open();
  await take(store, at(10));
  await take(store, at(12));
  await take(store, at(11));
  await take(store, { ...at(13), host: 'lower' });
  await take(store, { ...at(14), container: { ...describePoint([]).container, name: 'other' } });
  using found = await prestoredPoint(store, 'upper', 'gauge');
  expect(found?.point).toBe('rp2');
  expect(found?.folder('/data0')?.bytes).toBe(1000);
  expect(found?.folder('/data1')).toBeUndefined();
  expect(found?.memory).toBeUndefined();
});

test('there is none of a container that was never backed up', async () => {
  using store = await fixture.open();
  await take(store);
  expect(await prestoredPoint(store, 'upper', 'pump')).toBeUndefined();
});

test('one that cannot be read is passed over, and damage is told when none can', async () => {
  using store = await fixture.open();
  await take(store, at(10));
  await take(store, at(11));
  const [first = '', second = ''] = fixture.indexJson.manifests.map(({ digest }) => digest);
  rmSync(fixture.blob(second));
  {
    using found = await prestoredPoint(store, 'upper', 'gauge');
    expect(found?.point).toBe('rp1');
  }
  rmSync(fixture.blob(first));
  await expect(prestoredPoint(store, 'upper', 'gauge')).rejects.toMatchObject({ code: 'store-damaged' });
});

test('it stays there until the move has done with it', async () => {
  using store = await fixture.open();
  await take(store);
  {
    using _ = await prestoredPoint(store, 'upper', 'gauge');
    await expect(store.prune()).rejects.toMatchObject({ code: 'busy' });
  }
  await store.prune();
});
