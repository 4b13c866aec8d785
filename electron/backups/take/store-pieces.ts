/**
 * Puts a file of a host into the store by pieces, each a chunk, and fetches no piece that an earlier restore point has: where
 * there is one, the host tells the digests of its blocks first.
 */
import { createHash } from 'node:crypto';
import { ShiplockError } from '../../../shared/errors.ts';
import { en, zh } from '../../../shared/words.ts';
import type { StoredPiece } from '../checkpoint/pieces.ts';
import { type ChunkKeeper, type ChunkWriter, maxChunkBytes } from '../store/chunks.ts';
import { type BlockRange, blockDigests, blocks, digestOf, type HostFile } from './host-blocks.ts';
import type { KnownPieces } from './known-pieces.ts';
import { type Piece, ToldPieces } from './told-pieces.ts';

export interface PiecesRequest {
  readonly file: HostFile;
  /** In their order, without a gap, to the end of the file. Walked through more than once. */
  readonly pieces: Iterable<Piece>;
  /** Of earlier restore points. What the writer cannot keep of them is fetched again. */
  readonly known: KnownPieces;
  readonly writer: ChunkKeeper;
  /** Of a folder on the host, made and taken away. */
  readonly passing: string;
  /** Counts what came over the wire. */
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** From so many parts of the file on, reading all of it is cheaper than asking for each. */
const mostRanges = 5000;

/** The pieces in their order, each in the store when it comes: of all of them, no more than digests are in memory. */
export async function* storePieces(request: PiecesRequest): AsyncGenerator<StoredPiece> {
  const { file, pieces, known } = request;
  const told = known.isEmpty ? undefined : await compare(request);
  if (told === undefined) {
    yield* fetchPieces(request, pieces, undefined);
    return;
  }
  const fetched = fetchPieces(request, told.missing(pieces), told.ranges);
  try {
    let index = 0;
    for (const { length } of pieces) {
      const digest = told.digestAt(index);
      const id = told.isMissing(index) ? undefined : known.find(digest);
      const stored = id === undefined ? (await fetched.next()).value : { id, length, digest };
      if (stored === undefined || stored.digest !== digest) throw notAsSaid(file);
      yield stored;
      index += 1;
    }
    // More than was asked for is not what was told either.
    await fetched.next();
  } finally {
    await fetched.return(undefined);
  }
}

/** Undefined when so much is missing that the file is better fetched whole. */
async function compare(request: PiecesRequest): Promise<ToldPieces | undefined> {
  const { file, known, writer } = request;
  const told = new ToldPieces(file.blockBytes);
  let missingBytes = 0;
  for await (const { piece, digest } of digestsOfPieces(request)) {
    const id = known.find(digest);
    const isMissing = id === undefined || !writer.keep(id);
    told.add(piece, digest, isMissing);
    if (isMissing) missingBytes += piece.length;
    if (told.ranges.length > mostRanges || missingBytes * 2 > file.bytes) return undefined;
  }
  return told;
}

async function* fetchPieces(
  { file, writer, onBytes, signal }: PiecesRequest,
  pieces: Iterable<Piece>,
  ranges: readonly BlockRange[] | undefined,
): AsyncGenerator<StoredPiece, undefined> {
  const wanted = pieces[Symbol.iterator]();
  let next = wanted.next();
  if (next.done === true) return undefined;
  // One for all: what is thrown away for each piece is collected late.
  const held = Buffer.allocUnsafeSlow(maxChunkBytes);
  let heldBytes = 0;
  for await (const data of blocks(file, ranges, signal) as AsyncIterable<Buffer>) {
    onBytes(data.length);
    let rest = data;
    while (rest.length > 0) {
      if (next.done === true) throw notAsSaid(file);
      const { length } = next.value;
      const part = rest.subarray(0, length - heldBytes);
      held.set(part, heldBytes);
      heldBytes += part.length;
      rest = rest.subarray(part.length);
      if (heldBytes < length) break;
      yield await storePiece(writer, held.subarray(0, length), file.blockBytes);
      next = wanted.next();
      heldBytes = 0;
    }
  }
  if (next.done !== true) throw notAsSaid(file);
  return undefined;
}

async function storePiece(writer: ChunkWriter, bytes: Buffer, blockBytes: number): Promise<StoredPiece> {
  const digests: string[] = [];
  for (let at = 0; at < bytes.length; at += blockBytes)
    digests.push(digestOf(bytes.subarray(at, at + blockBytes)));
  return { id: await writer.write(bytes), length: bytes.length, digest: joined(digests) };
}

/** Of the digests of blocks, those of one piece are in memory. */
async function* digestsOfPieces({
  file,
  pieces,
  passing,
  onBytes,
  signal,
}: PiecesRequest): AsyncGenerator<{ readonly piece: Piece; readonly digest: string }> {
  const wanted = pieces[Symbol.iterator]();
  let next = wanted.next();
  let digests: string[] = [];
  for await (const digest of blockDigests(file, passing, onBytes, signal)) {
    if (next.done === true) throw notAsSaid(file);
    digests.push(digest);
    if (digests.length * file.blockBytes < next.value.length) continue;
    yield { piece: next.value, digest: joined(digests) };
    next = wanted.next();
    digests = [];
  }
  if (next.done !== true) throw notAsSaid(file);
}

function joined(digests: readonly string[]): string {
  const [first = ''] = digests;
  if (digests.length === 1) return first;
  const all = createHash('sha256');
  for (const digest of digests) all.update(digest, 'hex');
  return all.digest('hex').slice(0, 32);
}

const notAsSaid = ({ session, what }: HostFile): ShiplockError =>
  new ShiplockError(
    'transfer-failed',
    {
      en: en`${session.host.name} sent something else of ${what} than it had told.`,
      zh: zh`${session.host.name} 发来的内容与它所报的不同：${what}。`,
    },
    {
      remedy: {
        en: 'Try again. If it happens again, its memory or its disk fails.',
        zh: '请重试。如果再次发生，说明其内存或磁盘有故障。',
      },
    },
  );
