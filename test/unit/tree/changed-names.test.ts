/** What a host has to send. */
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { type ListedName, changedNames } from '../../../electron/backups/tree/changed-names.ts';
import type { Stamp } from '../../../electron/backups/tree/entry.ts';
import { MemoryChunks } from './memory-chunks.ts';
import { file, folder, treeOf } from './samples.ts';

const stamp = (ctimeNs: bigint, inode = 1n): Stamp => ({ ctimeNs, inode });

test('names with another stamp than before, and new ones, in the order of a walk with what was known of them', async () => {
  const chunks = new MemoryChunks();
  const text = await file(chunks, 'text');
  const { tree } = await treeOf(chunks, {
    a: folder({ stamp: stamp(1n) }),
    'a/same': { ...text, stamp: stamp(2n ** 60n + 1n, 2n ** 63n + 5n) },
    'a/written': { ...text, stamp: stamp(3n) },
    'a/replaced': { ...text, stamp: stamp(4n, 4n) },
    'a/unstamped': text,
    'a/gone': { ...text, stamp: stamp(5n) },
  });
  chunks.reads.length = 0;
  const changed = await told(tree, {
    'a.new': stamp(9n),
    'a/written': stamp(30n),
    'a/same': stamp(2n ** 60n + 1n, 2n ** 63n + 5n),
    'a/unstamped': stamp(6n),
    a: stamp(10n),
    'a/replaced': stamp(4n, 40n),
  });
  expect(changed).toEqual(['a folder', 'a/replaced file', 'a/unstamped file', 'a/written file', 'a.new new']);
  expect(chunks.reads.length).toBe(3);
});

test('without an earlier tree, all names', async () => {
  expect(await told(undefined, { b: stamp(1n), 'a/b': stamp(1n), a: stamp(1n) })).toEqual([
    'a new',
    'a/b new',
    'b new',
  ]);
});

async function told(
  earlier: Parameters<typeof changedNames>[1],
  listed: Readonly<Record<string, Stamp>>,
): Promise<string[]> {
  const lines: string[] = [];
  for await (const { path, earlier: entry } of changedNames(listing(listed), earlier, tmpdir())) {
    lines.push(`${path} ${entry?.kind ?? 'new'}`);
  }
  return lines;
}

async function* listing(listed: Readonly<Record<string, Stamp>>): AsyncGenerator<ListedName> {
  for (const [path, at] of Object.entries(listed)) yield { path: Buffer.from(path), stamp: at };
}
