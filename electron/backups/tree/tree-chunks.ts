/** Every chunk that a tree's folders are listed in: what it takes to keep a tree whose files lie elsewhere. */
import type { ChunkId, ChunkReader } from '../store/chunks.ts';
import type { Entry } from './entry.ts';
import { decodePage } from './node.ts';

/** Those of the files' contents are not among them: `content-chunks.ts`. */
export async function* chunksOfTree(chunks: ChunkReader, root: ChunkId): AsyncGenerator<ChunkId> {
  const open: ChunkId[] = [root];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    yield id;
    const page = decodePage(await chunks.read(id));
    if ('pages' in page) open.push(...page.pages.map((reference) => reference.id));
    else for (const at of page.names.keys()) open.push(...nodeOf(page.entry(at)));
  }
}

const nodeOf = (entry: Entry): ChunkId[] =>
  entry.kind === 'folder' && entry.node !== null ? [entry.node] : [];
