/** What is known of pieces is found again, and nothing else is. */
import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ChunkId } from '../../electron/backups/store/chunks.ts';
import { KnownPieces } from '../../electron/backups/take/known-pieces.ts';

const idOf = (digest: string): ChunkId => createHash('sha256').update(digest).digest('hex') as ChunkId;
const digests = (count: number): string[] =>
  Array.from({ length: count }, () => randomBytes(16).toString('hex'));

test('every piece is found by its digest, as many as were said, and no other', () => {
  const known = new KnownPieces(20_000);
  const added = digests(20_000);
  for (const digest of added) known.add(digest, idOf(digest));
  expect(added.filter((digest) => known.find(digest) !== idOf(digest))).toEqual([]);
  expect(digests(1000).filter((digest) => known.find(digest) !== undefined)).toEqual([]);
});

test('digests that begin alike are told from one another', () => {
  const known = new KnownPieces(3);
  const alike = ['00', '01', '02'].map((end) => `${'ff'.repeat(15)}${end}`);
  for (const digest of alike) known.add(digest, idOf(digest));
  expect(alike.map((digest) => known.find(digest))).toEqual(alike.map(idOf));
  expect(known.find(`${'ff'.repeat(15)}03`)).toBeUndefined();
});

test('of two pieces with one digest the first stays', () => {
  const known = new KnownPieces(1);
  const [digest = ''] = digests(1);
  known.add(digest, idOf('first'));
  known.add(digest, idOf('second'));
  expect(known.find(digest)).toBe(idOf('first'));
});

test('nothing is known at first, and more than was said is refused', () => {
  const known = new KnownPieces(1);
  expect(known.isEmpty).toBe(true);
  const [one = '', other = ''] = digests(2);
  expect(known.find(one)).toBeUndefined();
  known.add(one, idOf(one));
  expect(known.isEmpty).toBe(false);
  expect(() => known.add(other, idOf(other))).toThrow(RangeError);
});
