/**
 * Puts a file of a host into the store by pieces, each a chunk, and fetches no piece that an earlier restore point has: where
 * there is one, the host tells the digests of its blocks first.
 */
import { createHash } from 'node:crypto';
import { ShiplockError } from '../../../shared/errors.ts';
import type { StoredPiece } from '../checkpoint/pieces.ts';
import type { ChunkId, ChunkWriter } from '../store/chunks.ts';
import { type BlockRange, blockDigests, blocks, digestOf, type HostFile } from './host-blocks.ts';

/** Consecutive bytes of the file: whole blocks, but for the end of the file. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
}

export interface PiecesRequest {
  readonly file: HostFile;
  /** In their order, without a gap, to the end of the file. */
  readonly pieces: readonly Piece[];
  /** Pieces of earlier restore points by their digests; the store has them. */
  readonly known: ReadonlyMap<string, ChunkId>;
  readonly writer: ChunkWriter;
  /** Of a folder on the host, made and taken away. */
  readonly passing: string;
  /** Counts what came over the wire. */
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** From so many parts of the file on, reading all of it is cheaper than asking for each. */
const mostRanges = 5000;

export async function storePieces(request: PiecesRequest): Promise<StoredPiece[]> {
  const { file, pieces, known } = request;
  if (pieces.length === 0) return [];
  if (known.size === 0) return storeAll(request);
  const named = await digestsOfPieces(request);
  const missing = named.filter(({ digest }) => !known.has(digest)).map(({ piece }) => piece);
  const ranges = rangesOf(missing, file.blockBytes);
  if (ranges.length > mostRanges || bytesIn(missing) * 2 > file.bytes) return storeAll(request);
  const fetched = missing.length === 0 ? [] : await fetchPieces(request, missing, ranges);
  const fresh = new Map(fetched.map((stored) => [stored.digest, stored]));
  return named.map(({ piece, digest }) => {
    const id = known.get(digest);
    const stored = id === undefined ? fresh.get(digest) : { id, length: piece.length, digest };
    if (stored === undefined) throw notAsSaid(file);
    return stored;
  });
}

const storeAll = (request: PiecesRequest): Promise<StoredPiece[]> =>
  fetchPieces(request, request.pieces, undefined);

async function fetchPieces(
  { file, writer, onBytes, signal }: PiecesRequest,
  pieces: readonly Piece[],
  ranges: readonly BlockRange[] | undefined,
): Promise<StoredPiece[]> {
  const stored: StoredPiece[] = [];
  // One for all: what is thrown away for each piece is collected late.
  const held = Buffer.allocUnsafeSlow(pieces.reduce((most, { length }) => Math.max(most, length), 0));
  let heldBytes = 0;
  for await (const data of blocks(file, ranges, signal) as AsyncIterable<Buffer>) {
    onBytes(data.length);
    let rest = data;
    while (rest.length > 0) {
      const wanted = pieces[stored.length]?.length;
      if (wanted === undefined) throw notAsSaid(file);
      const part = rest.subarray(0, wanted - heldBytes);
      held.set(part, heldBytes);
      heldBytes += part.length;
      rest = rest.subarray(part.length);
      if (heldBytes < wanted) break;
      stored.push(await storePiece(writer, held.subarray(0, wanted), file.blockBytes));
      heldBytes = 0;
    }
  }
  if (stored.length < pieces.length) throw notAsSaid(file);
  return stored;
}

async function storePiece(writer: ChunkWriter, bytes: Buffer, blockBytes: number): Promise<StoredPiece> {
  const digests: string[] = [];
  for (let at = 0; at < bytes.length; at += blockBytes)
    digests.push(digestOf(bytes.subarray(at, at + blockBytes)));
  return { id: await writer.write(bytes), length: bytes.length, digest: joined(digests) };
}

/** Of the digests of blocks, those of one piece are in memory. */
async function digestsOfPieces({
  file,
  pieces,
  passing,
  onBytes,
  signal,
}: PiecesRequest): Promise<{ readonly piece: Piece; readonly digest: string }[]> {
  const named: { piece: Piece; digest: string }[] = [];
  let digests: string[] = [];
  for await (const digest of blockDigests(file, passing, onBytes, signal)) {
    const piece = pieces[named.length];
    if (piece === undefined) throw notAsSaid(file);
    digests.push(digest);
    if (digests.length * file.blockBytes < piece.length) continue;
    named.push({ piece, digest: joined(digests) });
    digests = [];
  }
  if (named.length < pieces.length) throw notAsSaid(file);
  return named;
}

function joined(digests: readonly string[]): string {
  const [first = ''] = digests;
  if (digests.length === 1) return first;
  const all = createHash('sha256');
  for (const digest of digests) all.update(digest, 'hex');
  return all.digest('hex').slice(0, 32);
}

function rangesOf(pieces: readonly Piece[], blockBytes: number): BlockRange[] {
  const ranges: { first: number; count: number }[] = [];
  for (const { offset, length } of pieces) {
    const first = offset / blockBytes;
    const count = Math.ceil(length / blockBytes);
    const last = ranges.at(-1);
    if (last !== undefined && last.first + last.count === first) last.count += count;
    else ranges.push({ first, count });
  }
  return ranges;
}

const bytesIn = (pieces: readonly Piece[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

const notAsSaid = ({ session, what }: HostFile): ShiplockError =>
  new ShiplockError(
    'transfer-failed',
    `${session.host.name} sent something else of ${what} than it had told.`,
    {
      remedy: 'Try again. If it happens again, its memory or its disk fails.',
    },
  );
