/** Sorting more than fits memory. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SortedSpool } from '../../../electron/backups/tree/sorted-spool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shiplock-spool-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('records leave in the order of their keys, of equal ones the last, however little fits memory', () => {
  const record = fc.tuple(fc.uint8Array({ maxLength: 3, max: 5 }), fc.uint8Array({ maxLength: 40 }));
  fc.assert(
    fc.property(fc.array(record, { maxLength: 60 }), fc.integer({ min: 1, max: 300 }), (records, limit) => {
      using spool = new SortedSpool(folder, limit);
      const last = new Map<string, string>();
      for (const [key, value] of records) {
        spool.add(Buffer.from(key), Buffer.from(value));
        last.set(Buffer.from(key).toString('hex'), Buffer.from(value).toString('hex'));
      }
      const wanted = [...last].sort(([one], [other]) => (one < other ? -1 : 1));
      const sorted = [...spool.sorted()].map(({ key, value }) => [
        key.toString('hex'),
        value.toString('hex'),
      ]);
      expect(sorted).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test('the temporary file cannot be read by others, and is gone afterwards', () => {
  {
    using spool = new SortedSpool(folder, 1000);
    for (let n = 0; n < 100; n++) spool.add(Buffer.from(`secret-name-${n}`), Buffer.alloc(10));
    const [file = ''] = readdirSync(folder);
    expect(readFileSync(join(folder, file)).includes('secret')).toBe(false);
    expect([...spool.sorted()]).toHaveLength(100);
  }
  expect(readdirSync(folder)).toEqual([]);
});
