/**
 * How the bytes of a file are listed. A file is cut into blocks of 64 KiB, each a chunk; a block's record is the chunk's
 * identity and the block's wire digest, in a sparse file also which of its pages are there. A few records stand in the
 * entry; more lie in lists of 1024, and those in lists again. A record of zeros is a hole: a block, or all of a list.
 */
import { createHash } from 'node:crypto';
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';
import type { ChunkId, ChunkReader } from '../store/chunks.ts';
import type { ChunkContent, FileEntry } from './entry.ts';
import { idOf } from './packing.ts';
import { readAhead } from './read-ahead.ts';
import { isZero, zeros } from './zeros.ts';

export const blockBytes = 64 * 1024;
/** The grain in which a sparse file's holes are kept. */
export const pageBytes = 4 * 1024;
/** Records in a list. */
export const listLength = 1024;
/** So many records stand in the entry itself. */
export const inlineRecords = 8;
export const idLength = 32;
const digestLength = 16;

/** A block that holds data: all blocks of a file but a sparse one's holes. */
export interface Block {
  /** Which block of the file, from 0. */
  readonly index: number;
  /** 64 KiB, but for a file's last. */
  readonly bytes: number;
  readonly id: ChunkId;
  readonly digest: Buffer;
  /** Bit n is set when page n holds anything but zeros; all are, in a file that is not sparse. */
  readonly pages: number;
}

export interface BlockedFile {
  readonly bytes: number;
  readonly content: ChunkContent;
}

/** The file as one whose bytes are chunks. Throws 'usage' for one of an image's layer. */
export function inChunks({ bytes, content }: FileEntry): BlockedFile {
  if (content.in === 'chunks') return { bytes, content };
  throw new ShiplockError('usage', {
    en: 'The bytes of a file of an image lie in its layer.',
    zh: '镜像文件的内容在其镜像层中。',
  });
}

/** What a host says of a block to tell whether it changed: the first 16 bytes of its SHA-256. A last block is as short as it is. */
export function wireDigest(block: Uint8Array): Buffer {
  return createHash('sha256').update(block).digest().subarray(0, digestLength);
}

export function recordBytes(content: Pick<ChunkContent, 'sparse'>): number {
  return idLength + digestLength + (content.sparse ? 2 : 0);
}

/** The blocks that hold data, in order, from this one on. Of the lists, it reads those that it passes. */
export async function* blocksOf(chunks: ChunkReader, file: BlockedFile, from = 0): AsyncGenerator<Block> {
  const { depth, records } = file.content;
  yield* blocksIn({ chunks, file, from }, records, depth, 0);
}

/** The file's blocks with their bytes, checked for their length, read a few ahead. */
export function readBlocks(
  chunks: ChunkReader,
  file: BlockedFile,
  from = 0,
): AsyncGenerator<{ readonly block: Block; readonly data: Buffer }> {
  return readAhead(blocksOf(chunks, file, from), blocksAhead, async (block) => {
    const data = await chunks.read(block.id);
    if (data.length !== block.bytes)
      throw damagedFile({
        en: `block ${block.index} has ${data.length} bytes`,
        zh: `第 ${block.index} 块有 ${data.length} 字节`,
      });
    return { block, data };
  });
}

/** The file's bytes from one to before another; holes are zeros. */
export async function* readBytes(
  chunks: ChunkReader,
  file: BlockedFile,
  from = 0,
  to = file.bytes,
): AsyncGenerator<Buffer> {
  const end = Math.min(to, file.bytes);
  let at = from;
  if (at >= end) return;
  for await (const { block, data } of readBlocks(chunks, file, Math.floor(from / blockBytes))) {
    const start = block.index * blockBytes;
    if (start >= end) break;
    yield* zeros(start - at);
    at = Math.max(at, start);
    const part = data.subarray(at - start, Math.min(end - start, data.length));
    yield part;
    at += part.length;
    if (at >= end) return;
  }
  yield* zeros(end - at);
}

/** So many blocks are under way at once: at most half a megabyte. */
const blocksAhead = 8;

interface Reading {
  readonly chunks: ChunkReader;
  readonly file: BlockedFile;
  readonly from: number;
}

async function* blocksIn(
  reading: Reading,
  records: Buffer,
  depth: number,
  first: number,
): AsyncGenerator<Block> {
  const { chunks, file, from } = reading;
  const size = depth === 0 ? recordBytes(file.content) : idLength;
  if (records.length % size !== 0)
    throw damagedFile({ en: 'its list of blocks is cut off', zh: '其块列表不完整' });
  const covered = listLength ** depth;
  for (let at = 0; at * size < records.length; at++) {
    const index = first + at * covered;
    const record = records.subarray(at * size, (at + 1) * size);
    if (index + covered <= from || isZero(record)) continue;
    if (depth === 0) yield blockOf(file, index, record);
    else yield* blocksIn(reading, await chunks.read(idOf(record)), depth - 1, index);
  }
}

function blockOf(file: BlockedFile, index: number, record: Buffer): Block {
  const bytes = Math.min(blockBytes, file.bytes - index * blockBytes);
  if (bytes <= 0) throw damagedFile({ en: 'it has more blocks than bytes', zh: '块数多于字节数' });
  return {
    index,
    bytes,
    id: idOf(record.subarray(0, idLength)),
    digest: record.subarray(idLength, idLength + digestLength),
    pages: file.content.sparse ? record.readUInt16BE(idLength + digestLength) : 0xffff,
  };
}

function damagedFile(why: BothLanguages): ShiplockError {
  return new ShiplockError(
    'store-damaged',
    {
      en: `A file in the store is not as its entry says: ${why.en}.`,
      zh: `存储中的一个文件与其条目不符：${why.zh}。`,
    },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: { en: 'Verify the store. Other files are not affected.', zh: '请校验存储。其他文件不受影响。' },
    },
  );
}
