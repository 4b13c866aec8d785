/** Entries and trees to test with. */
import { tmpdir } from 'node:os';
import { type AssembledTree, TreeAssembly } from '../../../electron/backups/tree/assembly.ts';
import { ContentWriter } from '../../../electron/backups/tree/content-writer.ts';
import type { Attributes, Entry, FileEntry, FolderEntry } from '../../../electron/backups/tree/entry.ts';
import { namesOf } from '../../../electron/backups/tree/path.ts';
import { TreeReader } from '../../../electron/backups/tree/tree-reader.ts';
import type { MemoryChunks } from './memory-chunks.ts';

export const plain: Attributes & { name: Buffer } = {
  name: Buffer.alloc(0),
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtimeNs: 1_700_000_000_123_456_789n,
  extended: new Map(),
};

export function folder(more: Partial<FolderEntry> = {}): FolderEntry {
  return { ...plain, mode: 0o755, kind: 'folder', node: null, ...more };
}

/** A file with these bytes, which are written. */
export async function file(
  chunks: MemoryChunks,
  bytes: Uint8Array | string,
  more: Partial<FileEntry> = {},
): Promise<FileEntry> {
  const content = new ContentWriter(chunks, { sparse: false });
  await content.append(Buffer.from(bytes));
  return { ...plain, kind: 'file', ...(await content.finish()), ...more };
}

/** A tree of these, by path. */
export async function treeOf(
  chunks: MemoryChunks,
  entries: Readonly<Record<string, Entry>>,
): Promise<AssembledTree & { tree: TreeReader }> {
  using assembly = new TreeAssembly({ chunks, scratch: tmpdir() });
  for (const [path, entry] of Object.entries(entries)) assembly.add(Buffer.from(path), entry);
  const assembled = await assembly.finish();
  return { ...assembled, tree: new TreeReader(chunks, assembled.root) };
}

/** All that a tree holds, as a person would write it down: `etc/hosts file 120`. */
export async function written(tree: TreeReader): Promise<string[]> {
  const lines: string[] = [];
  for await (const { path, entry } of tree.walk()) {
    const size = entry.kind === 'file' ? ` ${entry.bytes}` : '';
    lines.push(`${namesOf(path).join('/') || '.'} ${entry.kind}${size}`);
  }
  return lines;
}

/** Bytes that do not compress, the same ones for the same seed. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed * 2654435761 || 1;
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state & 0xff;
  }
  return bytes;
}

export async function collected(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}
