/**
 * CRIU's images from a host into the store. Memory is cut by its addresses, so that what did not change since an earlier
 * restore point is known again and stays where it is; the rest comes in one go.
 */
import { asShiplockError, ShiplockError } from '../../../shared/errors.ts';
import { maxPagemapBytes } from '../../checkpoint/images/images.ts';
import { memoryPieces } from '../../checkpoint/images/memory-pieces.ts';
import { pagesFileOf } from '../../checkpoint/images/pagemap.ts';
import { commandOutput } from '../../transfer/command-output.ts';
import type { Session } from '../../hosts/session.ts';
import { wholeNumber } from '../../hosts/whole-number.ts';
import { StoredCheckpoint, type StoredImage, writeCheckpoint } from '../checkpoint/stored-checkpoint.ts';
import { piecesInList, type StoredPiece } from '../checkpoint/pieces.ts';
import type { Addition } from '../store/addition.ts';
import { type ChunkId, maxChunkBytes } from '../store/chunks.ts';
import { digestOf } from './host-blocks.ts';
import { KnownPieces } from './known-pieces.ts';
import { storePieces } from './store-pieces.ts';
import { zeroEnded } from './zero-ended.ts';

export interface ImagesRequest {
  readonly session: Session;
  /** On the host. */
  readonly folder: string;
  readonly addition: Addition;
  /** The checkpoint of the latest restore point. */
  readonly base: ChunkId | undefined;
  /** Counts what came over the wire. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

export interface StoredImages {
  readonly root: ChunkId;
  readonly bytes: number;
}

interface HostImage {
  readonly name: string;
  readonly bytes: number;
}

const isPages = ({ name }: Pick<HostImage, 'name'>): boolean => /^pages-\d+\.img$/.test(name);
/** By it, pages are told from one another. */
const pageBytes = 4096;

export async function storeImages(request: ImagesRequest): Promise<StoredImages> {
  const images = await listImages(request);
  const pagemaps = new Map<string, Buffer>();
  const stored: StoredImage[] = await storeSmall(
    request,
    images.filter((image) => !isPages(image)),
    pagemaps,
  );
  const known = await knownPieces(request);
  for (const image of images.filter(isPages))
    stored.push({ name: image.name, pieces: storePages(request, image, pagemaps, known) });
  const root = await writeCheckpoint(request.addition, stored);
  return { root, bytes: images.reduce((sum, { bytes }) => sum + bytes, 0) };
}

const theCheckpoint = { en: 'the checkpoint', zh: '检查点' };

async function listImages({ session, folder, signal }: ImagesRequest): Promise<HostImage[]> {
  const find = ['find', folder, '-maxdepth', '1', '-type', 'f', '!', '-name', 'kept*', '-printf', '%s %f\\0'];
  const images: HostImage[] = [];
  for await (const record of zeroEnded(
    commandOutput({ session, command: find, what: theCheckpoint, signal }),
  )) {
    const [, size, name = ''] = /^(\d+) (.+)$/.exec(record.toString('utf8')) ?? [];
    images.push({ name, bytes: wholeNumber(size) ?? 0 });
  }
  return images.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** All of them in one stream: a radio link takes its time for each command. */
async function storeSmall(
  { session, folder, addition, onBytes, signal }: ImagesRequest,
  images: readonly HostImage[],
  pagemaps: Map<string, Buffer>,
): Promise<StoredImage[]> {
  const script = 'cd -- "$1" && shift && cat -- "$@"';
  const command = ['sh', '-c', script, 'images', folder, ...images.map(({ name }) => name)];
  const stored: StoredImage[] = [];
  const reader = new Cutter(commandOutput({ session, command, what: theCheckpoint, signal }), onBytes);
  for (const { name, bytes } of images) {
    const pieces: StoredPiece[] = [];
    const whole: Buffer[] = [];
    for (let left = bytes; left > 0; ) {
      const part = await reader.take(Math.min(left, maxChunkBytes));
      pieces.push({ id: await addition.write(part), length: part.length, digest: digestOf(part) });
      if (name.startsWith('pagemap-') && bytes <= maxPagemapBytes) whole.push(part);
      left -= part.length;
    }
    if (whole.length > 0) notePagemap(name, Buffer.concat(whole), pagemaps);
    stored.push({ name, pieces });
  }
  return stored;
}

function notePagemap(name: string, pagemap: Buffer, pagemaps: Map<string, Buffer>): void {
  try {
    pagemaps.set(pagesFileOf(pagemap, name), pagemap);
  } catch (thrown) {
    // Pages are then cut by size: more of them are sent again than need be.
    if (!(thrown instanceof ShiplockError)) throw thrown;
  }
}

/** Of what is damaged nothing is known: it is fetched again. */
async function knownPieces({ base, addition }: ImagesRequest): Promise<KnownPieces> {
  if (base === undefined) return new KnownPieces(0);
  try {
    const checkpoint = await StoredCheckpoint.open(addition, base);
    const images = checkpoint.images.filter(isPages);
    const known = new KnownPieces(images.reduce((most, { lists }) => most + lists.length * piecesInList, 0));
    for (const { name } of images)
      for await (const { digest, id } of checkpoint.pieces(name)) known.add(digest, id);
    return known;
  } catch (thrown) {
    if (asShiplockError(thrown).code !== 'store-damaged') throw thrown;
    return new KnownPieces(0);
  }
}

function storePages(
  { session, folder, addition, onBytes, signal }: ImagesRequest,
  { name, bytes }: HostImage,
  pagemaps: ReadonlyMap<string, Buffer>,
  known: KnownPieces,
): AsyncIterable<StoredPiece> {
  const path = `${folder}/${name}`;
  const pagemap = pagemaps.get(name) ?? Buffer.alloc(0);
  return storePieces({
    file: { session, path, bytes, blockBytes: pageBytes, what: { en: 'the memory', zh: '内存' } },
    pieces: { [Symbol.iterator]: () => memoryPieces(pagemap, bytes) },
    known,
    writer: addition,
    passing: `${path}.blocks`,
    onBytes,
    signal,
  });
}

/** Takes so many bytes at a time off a stream. */
class Cutter {
  readonly #stream: AsyncIterator<Buffer>;
  readonly #onBytes: (bytes: number) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>, onBytes: (bytes: number) => void) {
    this.#stream = stream[Symbol.asyncIterator]();
    this.#onBytes = onBytes;
  }

  async take(bytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const part = this.#rest.subarray(0, left);
      parts.push(part);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#stream.next();
    if (done === true)
      throw new ShiplockError(
        'transfer-failed',
        {
          en: 'The checkpoint on the host is shorter than was said.',
          zh: '主机上的检查点比它所报的短。',
        },
        { remedy: { en: 'Try again.', zh: '请重试。' } },
      );
    this.#onBytes(value.length);
    return value;
  }
}
