/** What differs between two trees of one store. What is the same in both, however much it is, is not read. */
import { isDeepStrictEqual } from 'node:util';
import type { ChunkId, ChunkReader } from '../store/chunks.ts';
import type { Entry } from '../tree/entry.ts';
import { decodePage } from '../tree/node.ts';
import { pathIn } from '../tree/path.ts';
import type { TreeReader } from '../tree/tree-reader.ts';

/** In which respects a thing is another one than before. */
export type Respect = 'kind' | 'content' | 'target' | 'device' | 'mode' | 'owner' | 'time' | 'attributes';

export type Difference =
  | { readonly path: Buffer; readonly is: 'added'; readonly after: Entry }
  | { readonly path: Buffer; readonly is: 'removed'; readonly before: Entry }
  | {
      readonly path: Buffer;
      readonly is: 'changed';
      readonly before: Entry;
      readonly after: Entry;
      readonly respects: readonly Respect[];
    };

/**
 * In the order of a walk. A folder is told when it changed itself; all that is in one that came or went is told. A stamp is no
 * difference: it is the source's affair.
 */
export async function* diffTrees(before: TreeReader, after: TreeReader): AsyncGenerator<Difference> {
  if (before.rootId === after.rootId) return;
  const sides = { before: before.chunks, after: after.chunks };
  yield* diffEntries(sides, Buffer.alloc(0), await before.root(), await after.root());
}

interface Sides {
  readonly before: ChunkReader;
  readonly after: ChunkReader;
}

async function* diffEntries(
  sides: Sides,
  path: Buffer,
  before: Entry | undefined,
  after: Entry | undefined,
): AsyncGenerator<Difference> {
  if (before && after) {
    const respects = respectsOf(before, after);
    if (respects.length > 0) yield { path, is: 'changed', before, after, respects };
  } else if (after) yield { path, is: 'added', after };
  else if (before) yield { path, is: 'removed', before };
  const [oldNode, newNode] = [nodeOf(before), nodeOf(after)];
  if (oldNode !== newNode) yield* diffFolders(sides, path, oldNode, newNode);
}

/** Goes down both folders' pages side by side, and past those that both have. */
async function* diffFolders(
  sides: Sides,
  path: Buffer,
  before: ChunkId | null,
  after: ChunkId | null,
): AsyncGenerator<Difference> {
  const olds = new Cursor(sides.before, before);
  const news = new Cursor(sides.after, after);
  for (;;) {
    const [old, fresh] = [olds.head, news.head];
    if (!old && !fresh) return;
    if (old && fresh && 'id' in old && 'id' in fresh && old.id === fresh.id) {
      olds.pass();
      news.pass();
      continue;
    }
    const order = old && fresh ? Buffer.compare(firstOf(old), firstOf(fresh)) : old ? -1 : 1;
    // A page opens when what it begins with could come next; the larger first, since it may hold the other.
    const opensOld = old && 'id' in old && (order < 0 || (order === 0 && old.level >= levelOf(fresh)));
    const opensNew = fresh && 'id' in fresh && (order > 0 || (order === 0 && fresh.level >= levelOf(old)));
    if (opensOld) await olds.open(old);
    if (opensNew) await news.open(fresh);
    if (opensOld || opensNew) continue;
    const gone = order <= 0 && old && 'entry' in old ? old.entry : undefined;
    const come = order >= 0 && fresh && 'entry' in fresh ? fresh.entry : undefined;
    if (gone) olds.pass();
    if (come) news.pass();
    const name = gone?.name ?? come?.name;
    if (name) yield* diffEntries(sides, pathIn(path, name), gone, come);
  }
}

interface UnopenedPage {
  readonly id: ChunkId;
  readonly first: Buffer;
  /** How many levels of pages may be below it, at most. */
  readonly level: number;
}

type Head = UnopenedPage | { readonly entry: Entry };

/** What a folder lists, as pages until somebody looks into them. */
class Cursor {
  readonly #chunks: ChunkReader;
  /** The next one last. */
  readonly #heads: Head[] = [];

  constructor(chunks: ChunkReader, node: ChunkId | null) {
    this.#chunks = chunks;
    // A folder's first page begins before all names, and may have any level.
    if (node !== null)
      this.#heads.push({ id: node, first: Buffer.alloc(0), level: Number.POSITIVE_INFINITY });
  }

  get head(): Head | undefined {
    return this.#heads.at(-1);
  }

  pass(): void {
    this.#heads.pop();
  }

  /** Puts what the page lists in its place. */
  async open({ id }: UnopenedPage): Promise<void> {
    const page = decodePage(await this.#chunks.read(id));
    this.#heads.pop();
    const heads =
      'names' in page
        ? page.names.map((_, at) => ({ entry: page.entry(at) }))
        : page.pages.map((reference) => ({ ...reference, level: page.level - 1 }));
    this.#heads.push(...heads.reverse());
  }
}

function firstOf(head: Head): Buffer {
  return 'entry' in head ? head.entry.name : head.first;
}

function levelOf(head: Head | undefined): number {
  return head && 'id' in head ? head.level : -1;
}

function nodeOf(entry: Entry | undefined): ChunkId | null {
  return entry?.kind === 'folder' ? entry.node : null;
}

function respectsOf(before: Entry, after: Entry): Respect[] {
  const respects: Respect[] = [];
  if (before.kind !== after.kind) respects.push('kind');
  else respects.push(...respectsOfKind(before, after));
  if (before.mode !== after.mode) respects.push('mode');
  if (before.uid !== after.uid || before.gid !== after.gid) respects.push('owner');
  if (before.mtimeNs !== after.mtimeNs) respects.push('time');
  if (!isDeepStrictEqual(before.extended, after.extended)) respects.push('attributes');
  return respects;
}

function respectsOfKind(before: Entry, after: Entry): Respect[] {
  switch (before.kind) {
    case 'file':
      // Blocks are cut alike everywhere, so the same bytes have the same records.
      return 'content' in after &&
        before.bytes === after.bytes &&
        isDeepStrictEqual(before.content, after.content)
        ? []
        : ['content'];
    case 'link':
    case 'hard-link':
      return 'target' in after && before.target.equals(after.target) ? [] : ['target'];
    case 'character':
    case 'block':
      return 'major' in after && before.major === after.major && before.minor === after.minor
        ? []
        : ['device'];
    case 'folder':
    case 'fifo':
      return [];
  }
}
