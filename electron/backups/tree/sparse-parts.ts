/** The parts of a sparse file that hold data, as GNU tar's sparse format 1.0 wants them: listed first, then one after the other. */
import type { ChunkReader } from '../store/chunks.ts';
import { type Block, type BlockedFile, blockBytes, blocksOf, pageBytes, readBlocks } from './blocks.ts';
import { tarBlockBytes } from './tar-header.ts';

export interface Part {
  readonly offset: number;
  readonly bytes: number;
}

/** The parts of a file in the store: runs of pages that are there. Reads its lists of blocks, not its blocks. */
export async function* partsOf(chunks: ChunkReader, file: BlockedFile): AsyncGenerator<Part> {
  let run: { offset: number; bytes: number } | undefined;
  for await (const block of blocksOf(chunks, file)) {
    for (const { offset, bytes } of partsIn(block)) {
      if (run && run.offset + run.bytes === offset) run.bytes += bytes;
      else {
        if (run) yield run;
        run = { offset, bytes };
      }
    }
  }
  if (run) yield run;
}

/** What must be known before a member begins: how long the list is, and how long the data. */
export async function measureParts(chunks: ChunkReader, file: BlockedFile): Promise<SparseMeasure> {
  let count = 0;
  let digits = 0;
  let dataBytes = 0;
  for await (const part of partsWithEnd(chunks, file)) {
    count += 1;
    digits += partLines(part).length;
    dataBytes += part.bytes;
  }
  const listBytes = `${count}\n`.length + digits;
  return { count, dataBytes, listBytes: Math.ceil(listBytes / tarBlockBytes) * tarBlockBytes };
}

export interface SparseMeasure {
  readonly count: number;
  readonly dataBytes: number;
  /** Whole blocks of tar. */
  readonly listBytes: number;
}

/** The list itself, filled up to `listBytes`. */
export async function* formatParts(
  chunks: ChunkReader,
  file: BlockedFile,
  measure: SparseMeasure,
): AsyncGenerator<Buffer> {
  let lines = `${measure.count}\n`;
  let written = 0;
  for await (const part of partsWithEnd(chunks, file)) {
    lines += partLines(part);
    if (lines.length < blockBytes) continue;
    yield Buffer.from(lines, 'latin1');
    written += lines.length;
    lines = '';
  }
  yield Buffer.from(lines, 'latin1');
  yield Buffer.alloc(measure.listBytes - written - lines.length);
}

/** The data of all parts. */
export async function* dataOfParts(chunks: ChunkReader, file: BlockedFile): AsyncGenerator<Buffer> {
  for await (const { block, data } of readBlocks(chunks, file)) {
    for (const { offset, bytes } of partsIn(block)) {
      const from = offset - block.index * blockBytes;
      yield data.subarray(from, from + bytes);
    }
  }
}

/** The pages of a block that hold data. */
function* partsIn(block: Block): Generator<Part> {
  for (let at = 0; at < block.bytes; at += pageBytes) {
    if (((block.pages >>> (at / pageBytes)) & 1) === 0) continue;
    yield { offset: block.index * blockBytes + at, bytes: Math.min(pageBytes, block.bytes - at) };
  }
}

/** A hole at the file's end is told by a part of no bytes. */
async function* partsWithEnd(chunks: ChunkReader, file: BlockedFile): AsyncGenerator<Part> {
  let end = 0;
  for await (const part of partsOf(chunks, file)) {
    yield part;
    end = part.offset + part.bytes;
  }
  if (end < file.bytes || file.bytes === 0) yield { offset: file.bytes, bytes: 0 };
}

function partLines({ offset, bytes }: Part): string {
  return `${offset}\n${bytes}\n`;
}
