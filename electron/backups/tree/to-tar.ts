/**
 * Writes a tree as an archive, for GNU tar's `--extract --numeric-owner --acls --xattrs --xattrs-include='*'` in the locale C:
 * what it makes is as it was, sparse files sparse, hard links linked.
 */
import type { ChunkReader } from '../store/chunks.ts';
import { inChunks, readBytes } from './blocks.ts';
import type { FileEntry, HardLinkEntry } from './entry.ts';
import { joinNames, namesOf, sortingKey } from './path.ts';
import { dataOfParts, formatParts, measureParts } from './sparse-parts.ts';
import { padding, tarBlockBytes } from './tar-header.ts';
import { type Archived, headersOf } from './tar-writer.ts';
import type { Placed, TreeReader } from './tree-reader.ts';

/** What an archive is made of: a tree, or one with something left out. */
export type Walkable = Pick<TreeReader, 'chunks'> & { walk(): AsyncIterable<Placed> };

export interface ToTarOptions {
  /** What the root is called in the archive, `.` if nothing else is said. A tree that is one file needs a name. */
  readonly rootName?: string | undefined;
}

/** Reads a file's chunks when its turn comes. Throws what reading them throws: 'store-damaged' names the chunk. */
export async function* treeToTar(
  tree: Walkable,
  { rootName = '.' }: ToTarOptions = {},
): AsyncGenerator<Buffer> {
  const root = Buffer.from(rootName);
  let someCameTooEarly = false;
  for await (const placed of tree.walk()) {
    // Tar links to what is there already.
    if (placed.entry.kind === 'hard-link' && isBeforeTarget(placed.path, placed.entry))
      someCameTooEarly = true;
    else yield* member(tree.chunks, root, placed);
  }
  if (someCameTooEarly) yield* linksThatCameTooEarly(tree, root);
  yield Buffer.alloc(2 * tarBlockBytes);
}

/** A folder's time changes when a link is added to it: each such folder is told once more. */
async function* linksThatCameTooEarly(tree: Walkable, root: Buffer): AsyncGenerator<Buffer> {
  const folders: Placed[] = [];
  let told: Placed | undefined;
  for await (const placed of tree.walk()) {
    const { path, entry } = placed;
    folders.length = Math.min(folders.length, namesOf(path).length);
    if (entry.kind === 'folder') folders.push(placed);
    if (entry.kind !== 'hard-link' || !isBeforeTarget(path, entry)) continue;
    const folder = folders.at(-1);
    if (folder && folder !== told) yield* member(tree.chunks, root, folder);
    told = folder;
    yield* member(tree.chunks, root, placed);
  }
}

function isBeforeTarget(path: Buffer, { target }: HardLinkEntry): boolean {
  return Buffer.compare(sortingKey(path), sortingKey(target)) < 0;
}

async function* member(chunks: ChunkReader, root: Buffer, { path, entry }: Placed): AsyncGenerator<Buffer> {
  const archived = { path: joinNames([root, ...namesOf(path)]), target: none, bytes: 0 };
  switch (entry.kind) {
    case 'file':
      return yield* fileMember(chunks, entry, archived);
    case 'hard-link':
      return yield* headersOf(entry, { ...archived, target: joinNames([root, ...namesOf(entry.target)]) });
    case 'link':
      return yield* headersOf(entry, { ...archived, target: entry.target });
    case 'folder':
    case 'character':
    case 'block':
    case 'fifo':
      return yield* headersOf(entry, archived);
  }
}

async function* fileMember(
  chunks: ChunkReader,
  entry: FileEntry,
  archived: Archived,
): AsyncGenerator<Buffer> {
  const file = inChunks(entry);
  if (!file.content.sparse) {
    yield* headersOf(entry, { ...archived, bytes: file.bytes });
    yield* readBytes(chunks, file);
    yield padding(file.bytes);
    return;
  }
  const measure = await measureParts(chunks, file);
  const bytes = measure.listBytes + measure.dataBytes;
  yield* headersOf(entry, { ...archived, bytes, sparseBytes: file.bytes });
  yield* formatParts(chunks, file, measure);
  yield* dataOfParts(chunks, file);
  yield padding(bytes);
}

const none = Buffer.alloc(0);
