/** A large file of which the store has an earlier state: of it, only blocks that changed are fetched. */
import type { ChunkKeeper } from '../store/chunks.ts';
import { type Block, type BlockedFile, blockBytes, blocksOf } from '../tree/blocks.ts';
import { type ChangedBlock, patchFile } from '../tree/patch-file.ts';
import { type BlockRange, blockDigests, blocks, type HostFile } from './host-blocks.ts';

export interface BlocksRequest {
  readonly file: Omit<HostFile, 'blockBytes'>;
  /** Not a sparse one: its blocks would have holes that the host does not tell. */
  readonly earlier: BlockedFile;
  readonly addition: ChunkKeeper;
  /** Of a folder on the host, made and taken away. */
  readonly passing: string;
  /** Counts what came over the wire. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** From so many parts of the file on, reading all of it is cheaper than asking for each. */
const mostRanges = 5000;

/**
 * The file as it is now; undefined when so much of it changed that it is better fetched whole. What changes while it is read is
 * anything, or 'incomplete' or 'transfer-failed': read what stands still, or what another look has the last word on.
 */
export async function fetchChangedBlocks(request: BlocksRequest): Promise<BlockedFile | undefined> {
  const { earlier, addition, onBytes, signal } = request;
  const file: HostFile = { ...request.file, blockBytes };
  const ranges = await changedRanges(request, file);
  if (ranges === undefined) return undefined;
  const data = ranges.length === 0 ? [] : blocks(file, ranges, signal);
  const changed = inBlocks(data, ranges, file.bytes, onBytes);
  return patchFile(addition, earlier, { bytes: file.bytes, changed });
}

async function changedRanges(
  { earlier, addition, passing, onBytes, signal }: BlocksRequest,
  file: HostFile,
): Promise<BlockRange[] | undefined> {
  const ranges: { first: number; count: number }[] = [];
  const known = blocksOf(addition, earlier);
  let next = await known.next();
  let [index, changed] = [0, 0];
  try {
    for await (const digest of blockDigests(file, passing, onBytes, signal)) {
      const block = next.done === true || next.value.index > index ? undefined : next.value;
      if (block !== undefined) next = await known.next();
      if (!isSame(block, digest, lengthAt(index, file.bytes)) || !addition.keep(block.id)) {
        const last = ranges.at(-1);
        if (last !== undefined && last.first + last.count === index) last.count += 1;
        else ranges.push({ first: index, count: 1 });
        changed += 1;
        if (ranges.length > mostRanges || changed * 2 * blockBytes > file.bytes) return undefined;
      }
      index += 1;
    }
    return ranges;
  } finally {
    await known.return(undefined);
  }
}

const isSame = (block: Block | undefined, digest: string, bytes: number): block is Block =>
  block?.bytes === bytes && block.digest.toString('hex') === digest;

const lengthAt = (index: number, bytes: number): number => Math.min(blockBytes, bytes - index * blockBytes);

/** Bytes beyond what was asked for are passed over; what is missing, whoever puts the file together misses. */
async function* inBlocks(
  data: AsyncIterable<Buffer> | Iterable<Buffer>,
  ranges: readonly BlockRange[],
  bytes: number,
  onBytes: (bytes: number) => void,
): AsyncGenerator<ChangedBlock> {
  const wanted = indexesIn(ranges);
  const block = Buffer.allocUnsafe(blockBytes);
  let next = wanted.next();
  let filled = 0;
  for await (const part of data) {
    onBytes(part.length);
    for (let at = 0; at < part.length && !next.done; ) {
      const length = lengthAt(next.value, bytes);
      const taken = part.copy(block, filled, at, at + length - filled);
      at += taken;
      filled += taken;
      if (filled < length) continue;
      yield { index: next.value, data: block.subarray(0, length) };
      filled = 0;
      next = wanted.next();
    }
  }
}

function* indexesIn(ranges: readonly BlockRange[]): Generator<number, undefined> {
  for (const { first, count } of ranges)
    for (let index = first; index < first + count; index += 1) yield index;
  return undefined;
}
