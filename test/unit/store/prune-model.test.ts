/** Random histories of takes, removals, crashes and prunings, against a model that says what must still be there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RestorePointName } from '../../../electron/backups/restore-point.ts';
import type { Addition } from '../../../electron/backups/store/addition.ts';
import type { ChunkId } from '../../../electron/backups/store/chunks.ts';
import { manifestType } from '../../../electron/backups/store/manifest.ts';
import { Store } from '../../../electron/backups/store/store.ts';
import { contentsOf, describePoint, StoreFixture } from './store-fixture.ts';

type Act =
  | {
      readonly kind: 'take' | 'give-up' | 'crash';
      readonly contents: readonly number[];
      readonly layer: number;
    }
  | { readonly kind: 'remove' | 'keep-from'; readonly which: number }
  | { readonly kind: 'prune' | 'prune-killed' | 'repack' | 'rebuild' | 'open' };

// Few different contents: histories in which nothing is shared show little.
const content = fc.integer({ min: 0, max: 6 });
const takeAct = fc.record({
  kind: fc.constantFrom('take' as const, 'take' as const, 'give-up' as const, 'crash' as const),
  contents: fc.array(content, { minLength: 1, maxLength: 4 }),
  layer: fc.integer({ min: 0, max: 2 }),
});
const pointAct = fc.record({
  kind: fc.constantFrom('remove' as const, 'keep-from' as const),
  which: fc.nat({ max: 9 }),
});
const storeAct = fc.record({
  kind: fc.constantFrom(
    'prune' as const,
    'prune-killed' as const,
    'repack' as const,
    'rebuild' as const,
    'open' as const,
  ),
});
const act: fc.Arbitrary<Act> = fc.oneof(takeAct, pointAct, storeAct);
const acts = fc.array(act, { minLength: 3, maxLength: 16 });

const words = (number: number) => `content ${number} `.repeat(20);

/** The store, and beside it what must be in it. */
class Twin implements AsyncDisposable {
  readonly fixture = new StoreFixture();
  readonly wanted = new Map<RestorePointName, { contents: string[]; layer: number }>();
  #store: Store | undefined;

  async store(): Promise<Store> {
    this.#store ??= await this.fixture.open();
    return this.#store;
  }

  async do(act: Act): Promise<void> {
    switch (act.kind) {
      case 'take':
      case 'give-up':
      case 'crash':
        return this.#take(act.kind, act.contents, act.layer);
      case 'remove':
      case 'keep-from': {
        const name = [...this.wanted.keys()][act.which % Math.max(1, this.wanted.size)];
        if (name !== undefined) await (act.kind === 'remove' ? this.#remove(name) : this.#keepFrom(name));
        return;
      }
      case 'prune':
        await (await this.store()).prune();
        return;
      case 'prune-killed':
        return this.#pruneKilled();
      case 'repack':
        await (await this.store()).repack(async function* ({ places }) {
          for (const { root } of places) yield root;
        });
        return;
      case 'rebuild':
        this.#close();
        expect(await Store.rebuildIndex(this.fixture.folder, this.fixture.unlock)).toEqual([]);
        return;
      case 'open':
        return this.#close();
    }
  }

  async check(): Promise<void> {
    const store = await this.store();
    expect(store.list().map(({ name }) => name)).toEqual([...this.wanted.keys()]);
    for (const [name, { contents }] of this.wanted) expect(await contentsOf(store, name)).toEqual(contents);
    expect((await store.verify()).damages).toEqual([]);
  }

  /** After a pruning nothing is there but what is needed. */
  async checkPruned(): Promise<void> {
    await (await this.store()).prune();
    await this.check();
    const { blobs } = await (await this.store()).verify();
    expect(this.fixture.blobs).toHaveLength(blobs);
    expect(this.fixture.incoming).toEqual([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    this.fixture[Symbol.dispose]();
  }

  async #take(kind: 'take' | 'give-up' | 'crash', numbers: readonly number[], layer: number): Promise<void> {
    const store = await this.store();
    const addition = store.begin();
    const contents = numbers.map(words);
    const roots: ChunkId[] = [];
    for (const text of contents) roots.push(await addition.write(Buffer.from(text)));
    await addImage(addition, layer);
    if (kind === 'take') {
      const name = await addition.commit(describePoint(roots));
      expect(this.wanted.has(name)).toBe(false);
      this.wanted.set(name, { contents, layer });
    } else if (kind === 'give-up') addition[Symbol.dispose]();
    else this.#die();
  }

  async #remove(name: RestorePointName): Promise<void> {
    (await this.store()).remove(name);
    this.wanted.delete(name);
  }

  /** A take that writes nothing. */
  async #keepFrom(name: RestorePointName): Promise<void> {
    const store = await this.store();
    const { places } = await store.describe(name);
    using addition = store.begin();
    const roots = places.map(({ root }) => root);
    for (const root of roots) expect(addition.keep(root)).toBe(true);
    const before = this.wanted.get(name);
    if (before !== undefined) this.wanted.set(await addition.commit(describePoint(roots)), before);
  }

  /** Everything is marked, and nothing of it gone, when the process dies. */
  async #pruneKilled(): Promise<void> {
    const store = await this.store();
    const pruning = store.prune();
    this.#close();
    await pruning.catch((thrown: unknown) => expect(String(thrown)).toMatch(/not open/));
  }

  /** As if this process had been killed: its takes stay in the list, and it lives no more. */
  #die(): void {
    this.#close();
    const file = join(this.fixture.folder, 'index.db');
    if (!existsSync(file)) throw new Error('no index');
    const sql = new Database(file);
    sql.prepare('UPDATE uses SET pid = ?, started = 1').run(2 ** 22 + 1);
    sql.close();
  }

  #close(): void {
    this.#store?.[Symbol.dispose]();
    this.#store = undefined;
  }
}

async function addImage(addition: Addition, layer: number): Promise<void> {
  const bytes = [`layer ${layer}`, '{}'].map((text) => Buffer.from(text));
  const [layerBlob, config] = [
    await addition.blobs.add(bytes[0] as Buffer),
    await addition.blobs.add(bytes[1] as Buffer),
  ];
  const manifest = {
    schemaVersion: 2,
    config: { mediaType: 'config', ...config },
    layers: [{ mediaType: 'layer', ...layerBlob }],
  };
  const blob = await addition.blobs.add(Buffer.from(JSON.stringify(manifest)));
  addition.setImage({ mediaType: manifestType, ...blob }, 'gauge:1');
}

test('pruning never removes what a restore point needs, and leaves nothing that none needs', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (history) => {
      await using twin = new Twin();
      for (const act of history) {
        await twin.do(act);
        if (act.kind !== 'open') await twin.check();
      }
      await twin.checkPruned();
    }),
    { numRuns: 25, interruptAfterTimeLimit: 200_000, markInterruptAsFailure: true },
  );
});
