/** Which files of a host need not be read again for a restore point. */
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { ListedFile } from '../../../electron/backups/take/host-files.ts';
import { compareFiles } from '../../../electron/backups/take/unchanged.ts';
import type { Entry, Stamp } from '../../../electron/backups/tree/entry.ts';
import type { TreeReader } from '../../../electron/backups/tree/tree-reader.ts';
import { MemoryChunks } from '../tree/memory-chunks.ts';
import { file, folder, treeOf } from '../tree/samples.ts';

/** Seconds of the host's clock when it lists. */
const now = 1_000_000;
const old: Stamp = { ctimeNs: 999_000_000_000_001n, inode: 2n ** 63n + 5n };

/** As `find` prints it. */
const listedAs = (name: string, { ctimeNs, inode }: Stamp, size = 4, kind = 'f'): ListedFile => ({
  name: Buffer.from(name),
  kind,
  size,
  names: 1,
  inode: String(inode),
  changed: `${ctimeNs / 1_000_000_000n}.${String(ctimeNs % 1_000_000_000n).padStart(9, '0')}0`,
});

async function changedOf(
  base: TreeReader | undefined,
  listed: readonly ListedFile[],
  { keeps = true, stampsTellChanges = true } = {},
): Promise<string[]> {
  async function* listing(): AsyncGenerator<ListedFile> {
    yield* listed;
  }
  const keeper = Object.assign(new MemoryChunks(), { keep: () => keeps });
  const comparison = { base, addition: keeper, scratch: tmpdir(), since: now, stampsTellChanges };
  const lines: string[] = [];
  for await (const { path, stamp, isChanged } of compareFiles(listing(), comparison))
    lines.push(
      `${path} ${isChanged ? 'changed' : 'same'}${stamp === undefined ? ', not to be trusted' : ''}`,
    );
  return lines;
}

async function earlier(entries: Readonly<Record<string, Partial<Entry>>>): Promise<TreeReader> {
  const chunks = new MemoryChunks();
  const text = await file(chunks, 'text');
  const all = Object.entries(entries).map(([name, more]) => [name, { ...text, ...more } as Entry] as const);
  const { tree } = await treeOf(chunks, { a: folder({ stamp: old }), ...Object.fromEntries(all) });
  return tree;
}

test('what has the stamp and the size that it had is the same, in the order of a walk', async () => {
  const base = await earlier({
    'a/same': { stamp: old },
    'a/written': { stamp: old },
    'a/replaced': { stamp: old },
  });
  const listed = [
    listedAs('a.new', old),
    listedAs('a/written', { ...old, ctimeNs: old.ctimeNs + 1n }),
    listedAs('a/same', old),
    listedAs('a', old, 4096, 'd'),
    listedAs('a/replaced', { ...old, inode: 7n }),
  ];
  expect(await changedOf(base, listed)).toEqual([
    'a same',
    'a/replaced changed',
    'a/same same',
    'a/written changed',
    'a.new changed',
  ]);
});

test('what has another size, or is another kind of thing, is changed whatever its stamp says', async () => {
  const base = await earlier({ 'a/file': { stamp: old }, 'a/other': { stamp: old } });
  const listed = [listedAs('a/file', old, 5), listedAs('a/other', old, 4, 'l')];
  expect(await changedOf(base, listed)).toEqual(['a/file changed', 'a/other changed']);
});

test('a change of this very moment leaves a stamp that no later one trusts', async () => {
  const late: Stamp = { ctimeNs: BigInt(now - 1) * 1_000_000_000n, inode: 1n };
  expect(await changedOf(undefined, [listedAs('late', late), listedAs('old', old)])).toEqual([
    'late changed, not to be trusted',
    'old changed',
  ]);
});

test('where stamps do not tell, everything is changed', async () => {
  const base = await earlier({ 'a/same': { stamp: old } });
  const options = { stampsTellChanges: false };
  expect(await changedOf(base, [listedAs('a/same', old)], options)).toEqual([
    'a/same changed, not to be trusted',
  ]);
});

test('what the store has lost is changed', async () => {
  const base = await earlier({ 'a/same': { stamp: old } });
  expect(await changedOf(base, [listedAs('a/same', old)], { keeps: false })).toEqual(['a/same changed']);
});
