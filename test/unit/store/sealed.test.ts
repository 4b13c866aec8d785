/** What is sealed opens only as what it was, and nothing that lies on the disk can make reading it go wrong otherwise. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChunkSeal } from '../../../electron/backups/store/chunk-seal.ts';
import { maxChunkBytes } from '../../../electron/backups/store/chunks.ts';
import { keysFrom, newMasterKey, type StoreKeys } from '../../../electron/backups/store/keys/store-keys.ts';
import { type PackEntry, packEnd, readPackTable } from '../../../electron/backups/store/pack.ts';
import { readySodium } from '../../../electron/backups/store/seal.ts';

let folder: string;
let keys: StoreKeys;
let chunkSeal: ChunkSeal;
beforeAll(async () => {
  await readySodium();
  folder = mkdtempSync(join(tmpdir(), 'shiplock-pack-'));
  keys = keysFrom(newMasterKey());
  chunkSeal = new ChunkSeal(keys);
});
afterAll(() => rmSync(folder, { recursive: true }));

const content = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 3000 }),
  fc.integer({ min: 1, max: maxChunkBytes }).map((length) => Buffer.alloc(length, 'level ')),
  fc.integer({ min: 1, max: maxChunkBytes }).map((length) => randomBytes(length)),
);

function sealed(bytes: Uint8Array) {
  const id = chunkSeal.identify(bytes);
  return { id, sealed: Buffer.concat(chunkSeal.seal(id, bytes)) };
}

test('any chunk opens as what it was, and as no other, nor with another key', () => {
  const other = new ChunkSeal(keysFrom(newMasterKey()));
  fc.assert(
    fc.property(content, (bytes) => {
      const one = sealed(bytes);
      const another = sealed(Buffer.concat([bytes.subarray(1), Buffer.from('x')]));
      expect(chunkSeal.open(one.id, one.sealed)?.equals(bytes)).toBe(true);
      expect(one.sealed.length).toBeLessThanOrEqual(bytes.length + 42);
      if (one.id !== another.id) expect(chunkSeal.open(one.id, another.sealed)).toBeNull();
      expect(other.open(one.id, one.sealed)).toBeNull();
      expect(other.identify(bytes)).not.toBe(one.id);
    }),
    { numRuns: 60 },
  );
});

test('the same chunk sealed twice looks different, so that nobody sees that it is the same', () => {
  const bytes = Buffer.from('level');
  expect(sealed(bytes).sealed.equals(sealed(bytes).sealed)).toBe(false);
});

test('a chunk with any bit changed, or cut anywhere, does not open', () => {
  const { id, sealed: whole } = sealed(Buffer.from('level 1.20 m, rain 3 mm'));
  for (let at = 0; at < whole.length; at++) {
    for (const bit of [1, 128]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ bit;
      expect(chunkSeal.open(id, changed)).toBeNull();
    }
    expect(chunkSeal.open(id, whole.subarray(0, at))).toBeNull();
  }
});

test('a table is read as it was written; one that was changed, cut or made up is not read, whatever it says', () => {
  const file = join(folder, 'pack');
  const chunks = randomBytes(1000);
  const entries: PackEntry[] = [0, 400].map((offset) => ({
    id: chunkSeal.identify(Buffer.from(`${offset}`)),
    offset,
    length: 400,
  }));
  const whole = Buffer.concat([chunks, ...packEnd(entries, keys)]);
  writeFileSync(file, whole);
  expect(readPackTable(file, keys)).toEqual(entries);
  expect(readPackTable(file, keysFrom(newMasterKey()))).toBeNull();

  const change = fc.record({ at: fc.integer({ min: 1000, max: whole.length - 1 }), bit: fc.nat({ max: 7 }) });
  const damage = fc.oneof(
    change.map(({ at, bit }) => {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      return changed;
    }),
    fc.nat({ max: whole.length - 1 }).map((length) => whole.subarray(0, length)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([bytes, Buffer.from('SLPACK01')])),
  );
  fc.assert(
    fc.property(damage, (bytes) => {
      writeFileSync(file, bytes);
      expect(readPackTable(file, keys)).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test('a table that points outside its pack is not read', () => {
  const file = join(folder, 'outside');
  const id = chunkSeal.identify(Buffer.from('level'));
  writeFileSync(file, Buffer.concat([randomBytes(100), ...packEnd([{ id, offset: 50, length: 51 }], keys)]));
  expect(readPackTable(file, keys)).toBeNull();
});
