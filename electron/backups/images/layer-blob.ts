/** One layer, as an engine hands it out, into a blob: compressed, if it is not yet, and checked on its way. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createZstdCompress, createZstdDecompress } from 'node:zlib';
import type { BlobWriter } from './blobs.ts';
import { checked } from './checked.ts';
import { type Descriptor, mediaTypes, plainSizeAnnotation } from './oci-image.ts';
import { inPieces } from './pieces.ts';

export interface OfferedLayer {
  readonly diffId: string;
  /** Of the blob as the engine keeps it: the diffId itself when it is not compressed. */
  readonly blobDigest: string;
  readonly content: AsyncIterable<Buffer>;
  /** The error for content that is not what it should be. */
  readonly wrong: (found: string) => Error;
}

/** At level 1 the laptop keeps up with a fast link; at 3 it needs twice the time and saves a tenth. */
const zstdLevel = 1;
/** What zstd makes of a stream depends on how it is cut; cut in one way, the same layer is the same blob again. */
const pieceBytes = 256 * 1024;

/**
 * A layer that is compressed stays as it is: its blob keeps the digest that a registry knows. One that is not gives the
 * same blob each time, so that a damaged one can be made anew. Throws what `wrong` gives,
 * and what the content fails with; then no blob is left of it.
 */
export function storeLayer(blobs: BlobWriter, layer: OfferedLayer): Promise<Descriptor> {
  return layer.blobDigest === layer.diffId ? compress(blobs, layer) : keep(blobs, layer);
}

async function compress(blobs: BlobWriter, { diffId, content, wrong }: OfferedLayer): Promise<Descriptor> {
  let plainBytes = 0;
  const plain = checked(content, diffId, wrong, (bytes) => {
    plainBytes = bytes;
  });
  const compressor = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: zstdLevel },
    chunkSize: pieceBytes,
  });
  const blob = await addWhile(blobs, compressor, pipeline(inPieces(plain, pieceBytes), compressor));
  return descriptorOf(mediaTypes.layerZstd, blob, plainBytes);
}

async function keep(blobs: BlobWriter, layer: OfferedLayer): Promise<Descriptor> {
  const { blobDigest, content, wrong } = layer;
  const pieces = content[Symbol.asyncIterator]();
  const first = await pieces.next();
  const start: Buffer = first.done === true ? Buffer.alloc(0) : first.value;
  const compression = compressions.find(({ magic }) => start.subarray(0, magic.length).equals(magic));
  if (compression === undefined) throw wrong('a compression that is neither gzip nor zstd');
  let plainBytes = 0;
  const opened = alsoOpened(startingWith(start, pieces), compression.open(), layer, (bytes) => {
    plainBytes = bytes;
  });
  const kept = Readable.from(checked(opened, blobDigest, wrong), { objectMode: false });
  const blob = await addWhile(blobs, kept, Promise.resolve());
  return descriptorOf(compression.mediaType, blob, plainBytes);
}

const compressions = [
  { magic: Buffer.from('1f8b', 'hex'), mediaType: mediaTypes.layerGzip, open: () => createGunzip() },
  {
    magic: Buffer.from('28b52ffd', 'hex'),
    mediaType: mediaTypes.layerZstd,
    open: () => createZstdDecompress(),
  },
];

async function* startingWith(
  start: Buffer,
  rest: AsyncIterator<Buffer, unknown>,
): AsyncGenerator<Buffer, void, undefined> {
  yield start;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** The compressed content as it is, while what is in it is checked against the diffId. */
async function* alsoOpened(
  content: AsyncIterable<Buffer>,
  decompressor: Transform,
  { diffId, wrong }: OfferedLayer,
  onEnd: (bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  decompressor.on('data', (piece: Buffer) => {
    hash.update(piece);
    bytes += piece.length;
  });
  const opened = once(decompressor, 'end');
  opened.catch(() => undefined);
  try {
    for await (const piece of content) {
      if (!decompressor.write(piece)) await Promise.race([once(decompressor, 'drain'), opened]);
      yield piece;
    }
    decompressor.end();
    await opened;
  } catch (error) {
    const { errored } = decompressor;
    if (errored !== null && error === errored) throw wrong(`what cannot be decompressed: ${errored.message}`);
    throw error;
  } finally {
    decompressor.destroy();
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== diffId) throw wrong(found);
  onEnd(bytes);
}

/** Ends when both have: when either fails, so does the other, and the blob's end is waited for. */
async function addWhile(
  blobs: BlobWriter,
  content: Readable,
  filled: Promise<void>,
): Promise<{ digest: string; size: number }> {
  const added = blobs.add(content).catch((error: Error) => {
    content.destroy(error);
    throw error;
  });
  const [filling, adding] = await Promise.allSettled([filled, added]);
  if (filling.status === 'rejected') throw filling.reason;
  if (adding.status === 'rejected') throw adding.reason;
  return adding.value;
}

function descriptorOf(
  mediaType: string,
  { digest, size }: { digest: string; size: number },
  plainBytes: number,
): Descriptor {
  return { mediaType, digest, size, annotations: { [plainSizeAnnotation]: String(plainBytes) } };
}
