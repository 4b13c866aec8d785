/** How a pages file is cut for a backup. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  maxPieceBytes,
  memoryPieces,
  type Piece,
} from '../../../electron/checkpoint/images/memory-pieces.ts';
import { pagesFileOf } from '../../../electron/checkpoint/images/pagemap.ts';
import { hold } from '../fuzz.ts';
import { entry, type Fields, image } from './encode.ts';
import { oldRun, pageBytes, run } from './sample.ts';

const pagemapOf = (runs: readonly Fields[]): Buffer =>
  Buffer.concat([image('pagemap-1', { 1: 3 }), ...runs.map(entry)]);
const inOrder = (pieces: readonly Piece[], bytes: number): void => {
  let at = 0;
  for (const { offset, length } of pieces) {
    expect(offset).toBe(at);
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(maxPieceBytes);
    at += length;
  }
  expect(at).toBe(bytes);
};

/** Page numbers, ascending, as runs of consecutive ones; `longest`: CRIU ends a run now and then for its own reasons. */
function runsOf(pages: readonly number[], longest: number): Fields[] {
  const runs: [first: number, pages: number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === page && last[1] < longest) last[1] += 1;
    else runs.push([page, 1]);
  }
  return runs.map(([first, count]) => run(first * pageBytes, count));
}

/** Each piece as the numbers of the pages in it. */
function contentsOf(pages: readonly number[], longest: number): string[] {
  const bytes = pages.length * pageBytes;
  return [...memoryPieces(pagemapOf(runsOf(pages, longest)), bytes)].map(({ offset, length }) =>
    pages.slice(offset / pageBytes, (offset + length) / pageBytes).join(','),
  );
}

const pageNumbers = fc
  .uniqueArray(fc.nat(400), { maxLength: 200 })
  .map((pages) => pages.sort((one, other) => one - other));

describe('the pieces of a pages file', () => {
  test('are the whole file, in order, each of pages of one range of 64 KiB', () => {
    hold(
      fc.property(pageNumbers, fc.integer({ min: 1, max: 300 }), (pages, longest) => {
        const pieces = [...memoryPieces(pagemapOf(runsOf(pages, longest)), pages.length * pageBytes)];
        inOrder(pieces, pages.length * pageBytes);
        const ranges = pages.map((page) => Math.floor((page * pageBytes) / maxPieceBytes));
        expect(pieces).toHaveLength(new Set(ranges).size);
      }),
    );
  });

  test('stay the same, but for one, when a page comes or goes, and wherever runs end', () => {
    hold(
      fc.property(pageNumbers, fc.nat(400), fc.integer({ min: 1, max: 300 }), (pages, page, longest) => {
        const more = [...new Set([...pages, page])].sort((one, other) => one - other);
        const before = new Set(contentsOf(pages, 1000));
        const added = contentsOf(more, longest).filter((piece) => !before.has(piece));
        expect(added.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('pass over pages that do not lie in the file', () => {
    const runs = [
      run(0, 4, 1),
      run(65_536, 2),
      run(131_072, 3, 0),
      { ...oldRun(196_608, 1), 3: 1 },
      run(262_144, 1),
    ];
    expect([...memoryPieces(pagemapOf(runs), 3 * pageBytes)]).toEqual([
      { offset: 0, length: 2 * pageBytes },
      { offset: 2 * pageBytes, length: pageBytes },
    ]);
  });

  test('are counted in the host’s own pages', () => {
    const runs = [run(0, 3), run(1_048_576, 1)];
    const lengths = [...memoryPieces(pagemapOf(runs), 4 * 65_536)].map(({ length }) => length);
    expect(lengths).toEqual([65_536, 65_536, 65_536, 65_536]);
    expect([...memoryPieces(pagemapOf([run(0, 6)]), 6 * 16_384)].map(({ length }) => length)).toEqual([
      65_536, 32_768,
    ]);
  });

  test('are the whole file also where the pagemap is damaged, newer, or does not agree', () => {
    const anyRun = fc.record({
      1: fc.bigInt(0n, 2n ** 64n - 1n),
      4: fc.nat(7),
      5: fc.bigInt(0n, 2n ** 64n - 1n),
    });
    const pagemaps = fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
      fc.array(anyRun, { maxLength: 8 }).map(pagemapOf),
      fc.constant(pagemapOf([{ ...run(0, 9), 6: { 1: 7 } }])),
      fc.constant(pagemapOf([run(0, 3), { 2: 1 }])),
    );
    hold(
      fc.property(pagemaps, fc.nat(1_000_000), (pagemap, bytes) => {
        inOrder([...memoryPieces(pagemap, bytes)], bytes);
      }),
    );
  });

  test('of a million runs come without their memory', { timeout: 30_000 }, () => {
    const pages = 1_000_000;
    const pagemap = everyOtherPage(pages);
    const memoryBefore = process.memoryUsage.rss();
    let [count, bytes] = [0, 0];
    for (const { length } of memoryPieces(pagemap, pages * pageBytes)) {
      count += 1;
      bytes += length;
    }
    expect([count, bytes]).toEqual([pages / 8, pages * pageBytes]);
    expect(process.memoryUsage.rss() - memoryBefore).toBeLessThan(128 << 20);
  });
});

/** Runs of one page each, none next to another. */
function everyOtherPage(pages: number): Buffer {
  const one = entry(run(0x7_ffff_0000 * pageBytes, 1));
  const entries = Buffer.alloc(pages * one.length);
  for (let index = 0; index < pages; index += 1) {
    one.copy(entries, index * one.length);
    // Behind the length and the key: seven groups of seven bits.
    let address = (0x7_ffff_0000 + index * 2) * pageBytes;
    for (let group = 0; group < 7; group += 1, address = Math.floor(address / 128))
      entries[index * one.length + 5 + group] = (address % 128) + (group < 6 ? 128 : 0);
  }
  return Buffer.concat([pagemapOf([]), entries]);
}

test('A pagemap says which pages file is its own', () => {
  expect(pagesFileOf(pagemapOf([]), 'pagemap-1.img')).toBe('pages-3.img');
});
