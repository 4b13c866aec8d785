/** One store and several processes: real child processes, some of them killed in the middle of their work. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Unlock } from '../../../electron/backups/store/keys/unlock.ts';
import { Store } from '../../../electron/backups/store/store.ts';
import { contentsOf, mapKeyring, StoreFixture, take } from './store-fixture.ts';

vi.setConfig({ testTimeout: 120_000 });

const fixtureModule = new URL('./store-fixture.ts', import.meta.url).href;
const storeModule = new URL('../../../electron/backups/store/store.ts', import.meta.url).href;

let fixture: StoreFixture;
let keyring: Map<string, string>;
let unlock: Unlock;
let children: ChildProcess[];

beforeEach(async () => {
  fixture = new StoreFixture();
  keyring = new Map();
  unlock = { keyring: mapKeyring(keyring), tellRecoveryKey: () => undefined };
  children = [];
  (await open())[Symbol.dispose]();
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  fixture[Symbol.dispose]();
});

function open(): Promise<Store> {
  return Store.open(fixture.folder, unlock);
}

/** A process that has `store`, `take`, `describePoint` and `randomBytes`, and prints lines. */
function start(program: string) {
  const prologue = `
    import { randomBytes } from 'node:crypto';
    import { Store } from ${JSON.stringify(storeModule)};
    import { describePoint, mapKeyring, take } from ${JSON.stringify(fixtureModule)};
    const keyring = mapKeyring(new Map(${JSON.stringify([...keyring])}));
    const store = await Store.open(${JSON.stringify(fixture.folder)}, { keyring, tellRecoveryKey: () => {} });
    console.log('open');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${prologue}${program}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    ended,
    lines: { [Symbol.asyncIterator]: () => lines },
    next: async () => (await lines.next()).value as string,
  };
}

async function kill({ child, ended }: ReturnType<typeof start>): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

test('processes that take the same and other things at once all succeed, under different names', async () => {
  const each = 8;
  const takers = ['a', 'b', 'c'].map((own) =>
    start(`for (let n = 0; n < ${each}; n++) await take(store, ['common ' + n, '${own} ' + n]);`),
  );
  expect(await Promise.all(takers.map(({ ended }) => ended))).toEqual(takers.map(() => [0, null]));
  using store = await open();
  const names = store.list().map(({ name }) => name);
  expect(names).toEqual(Array.from({ length: 3 * each }, (_, index) => `rp${index + 1}`));
  expect((await store.verify()).damages).toEqual([]);
  const contents = await Promise.all(names.map((name) => contentsOf(store, name)));
  const wanted = ['a', 'b', 'c'].flatMap((own) =>
    Array.from({ length: each }, (_, n) => `common ${n},${own} ${n}`),
  );
  expect(contents.map(String).sort()).toEqual(wanted.sort());
});

test('pruning refuses beside a take in another process, and goes on when that was killed', async () => {
  using store = await open();
  const taker = start(`
    const addition = store.begin();
    for (let n = 0; n < 20; n++) await addition.write(randomBytes(1024 * 1024));
    console.log('written');
    setInterval(() => {}, 1000);`);
  expect([await taker.next(), await taker.next()]).toEqual(['open', 'written']);
  await expect.poll(() => fixture.blobs.length, { timeout: 60_000 }).toBeGreaterThan(0);
  await expect(store.prune()).rejects.toMatchObject({
    code: 'busy',
    details: `process ${taker.child.pid}`,
  });
  await expect(Store.rebuildIndex(fixture.folder, unlock)).rejects.toMatchObject({ code: 'busy' });
  await kill(taker);
  expect(store.list()).toEqual([]);
  expect(await store.prune()).toMatchObject({ blobs: 1 });
  expect(fixture.blobs).toEqual([]);
  expect(fixture.incoming).toEqual([]);
});

test('takes that are killed wherever they are leave whole restore points only, and none that returned is lost', async () => {
  const returned = new Set<string>();
  for (let killed = 0; killed < 6; killed++) {
    const taker = start(`
      for (;;) {
        // Some are made by a thread of their own.
        const contents = Array.from({ length: Math.random() < 0.5 ? 1 : 4 }, () => randomBytes(1024 * 1024));
        contents.unshift('common');
        console.log(await take(store, contents));
      }`);
    for (let line = 0; line < 1 + killed; line++) {
      const name = await taker.next();
      if (name.startsWith('rp')) returned.add(name);
    }
    await kill(taker);
    for await (const name of taker.lines) returned.add(name);
    using store = await open();
    const names = store.list().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...returned].filter((name) => name !== 'open')));
    expect((await store.verify()).damages).toEqual([]);
    for (const name of names) expect((await contentsOf(store, name))[0]).toBe('common');
    await store.prune();
    expect((await store.verify()).damages).toEqual([]);
    expect(fixture.incoming).toEqual([]);
    const needed = 3 * names.length;
    expect(fixture.blobs.length).toBeLessThanOrEqual(needed);
  }
});

test('a pruning that is killed harms nothing, and the next one finishes it', async () => {
  for (let round = 0; round < 5; round++) {
    using store = await open();
    for (let n = 0; n < 12; n++) await take(store, [`round ${round} point ${n}`]);
    const kept = store.list().slice(-3);
    for (const { name } of store.list().slice(0, -3)) store.remove(name);
    const pruner = start(`console.log('pruning'); await store.prune();`);
    expect([await pruner.next(), await pruner.next()]).toEqual(['open', 'pruning']);
    // Where this hits it differs from round to round.
    await kill(pruner);
    expect((await store.verify()).damages).toEqual([]);
    await take(store, [`round ${round} afterwards`, `round ${round} point 11`]);
    await store.prune();
    expect((await store.verify()).damages).toEqual([]);
    expect(store.list().slice(-4, -1)).toEqual(kept);
    expect(fixture.blobs.length).toBeLessThanOrEqual(3 * store.list().length);
  }
});

test('what one process takes and removes, the other sees', async () => {
  using store = await open();
  const other = start(`
    console.log(await take(store, ['level']));
    store.remove('rp1');
    console.log('removed');`);
  await other.next();
  expect(await other.next()).toBe('rp1');
  expect(await other.next()).toBe('removed');
  expect(store.list()).toEqual([]);
  expect(await take(store, ['rain'])).toBe('rp2');
});
