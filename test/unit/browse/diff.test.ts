/** What differs between two trees. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffTrees } from '../../../electron/backups/browse/diff.ts';
import type { Entry } from '../../../electron/backups/tree/entry.ts';
import type { TreeReader } from '../../../electron/backups/tree/tree-reader.ts';
import { MemoryChunks } from '../tree/memory-chunks.ts';
import { file, folder, plain, treeOf } from '../tree/samples.ts';

test('what came, what went, and in which respects the rest changed', async () => {
  const chunks = new MemoryChunks();
  const [text, other] = [await file(chunks, 'text'), await file(chunks, 'other')];
  const before = await treeOf(chunks, {
    same: text,
    grown: text,
    owned: text,
    'gone/file': text,
    kind: text,
    touched: folder(),
  });
  const after = await treeOf(chunks, {
    same: { ...text, stamp: { ctimeNs: 5n, inode: 6n } },
    grown: other,
    owned: { ...text, uid: 7, mode: 0o600, extended: new Map([['SCHILY.xattr.user.a', Buffer.from('b')]]) },
    kind: { ...plain, kind: 'link', target: Buffer.from('text') },
    touched: folder({ mtimeNs: 3n }),
    'came/file': text,
  });
  expect(await told(before.tree, after.tree)).toEqual([
    '+ came',
    '+ came/file',
    '- gone',
    '- gone/file',
    '~ grown content',
    '~ kind kind',
    '~ owned mode,owner,attributes',
    '~ touched time',
  ]);
});

test('whatever was done to a folder, however large, just that is told', async () => {
  const names = fc.uniqueArray(fc.integer({ min: 0, max: 3000 }), { maxLength: 12 });
  const chunks = new MemoryChunks();
  const [one, two] = [await file(chunks, 'one'), await file(chunks, 'two')];
  const all: Record<string, Entry> = {};
  for (let n = 0; n < 3000; n += 2) all[`d/${n}`] = one;
  const before = await treeOf(chunks, all);
  await fc.assert(
    fc.asyncProperty(names, async (touched) => {
      const then: Record<string, Entry> = { ...all };
      const wanted: string[] = [];
      for (const n of touched) {
        if (n % 2 === 1) wanted.push(`+ d/${n}`);
        else if (n % 4 === 0 && n < 3000) wanted.push(`- d/${n}`);
        else if (n < 3000) wanted.push(`~ d/${n} content`);
        else continue;
        if (n % 4 === 0) delete then[`d/${n}`];
        else then[`d/${n}`] = two;
      }
      const after = await treeOf(chunks, then);
      expect(new Set(await told(before.tree, after.tree))).toEqual(new Set(wanted));
    }),
    { numRuns: 12 },
  );
});

test('of a folder of 10,000 files in which one changed, a few pages are read', async () => {
  const chunks = new MemoryChunks();
  const all: Record<string, Entry> = {};
  for (let n = 0; n < 10_000; n++) all[`d/${n}`] = { ...plain, kind: 'fifo' };
  const before = await treeOf(chunks, all);
  const after = await treeOf(chunks, { ...all, 'd/777': { ...plain, kind: 'fifo', mode: 0o600 } });
  chunks.reads.length = 0;
  expect(await told(before.tree, after.tree)).toEqual(['~ d/777 mode']);
  expect(chunks.reads.length).toBeLessThanOrEqual(8);
});

async function told(before: TreeReader, after: TreeReader): Promise<string[]> {
  const lines: string[] = [];
  for await (const difference of diffTrees(before, after)) {
    const path = difference.path.toString();
    if (difference.is === 'changed') lines.push(`~ ${path} ${difference.respects.join()}`);
    else lines.push(`${difference.is === 'added' ? '+' : '-'} ${path}`);
  }
  return lines;
}
