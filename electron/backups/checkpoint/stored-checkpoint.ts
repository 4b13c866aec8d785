/**
 * A checkpoint in the store: CRIU's images, each as the pieces that it is cut into. A flat folder of plain files, so it needs
 * no tree; and its pieces are not of one size, since memory is cut by its addresses.
 */
import { decode, encode } from '@msgpack/msgpack';
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import type { ChunkId, ChunkReader, ChunkWriter } from '../store/chunks.ts';
import { decodePieces, encodePieces, piecesInList, type StoredPiece } from './pieces.ts';

export interface StoredImage {
  readonly name: string;
  /** Walked through once. */
  readonly pieces: Iterable<StoredPiece> | AsyncIterable<StoredPiece>;
}

const chunkId = z.custom<ChunkId>((value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
/** What CRIU and runc call their files; nothing of it can lead out of a folder. */
const imageName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,254}$/);

const table = z.object({
  version: z.literal(1),
  images: z.array(
    z.object({ name: imageName, bytes: z.number().int().nonnegative(), lists: z.array(chunkId) }),
  ),
});
type Table = z.infer<typeof table>;
export type ImageEntry = Table['images'][number];

/** Gives its root. Of the pieces, one list is in memory. Throws 'usage' for a name that no image has. */
export async function writeCheckpoint(chunks: ChunkWriter, images: readonly StoredImage[]): Promise<ChunkId> {
  const entries: ImageEntry[] = [];
  for (const { name, pieces } of images) {
    if (!imageName.safeParse(name).success)
      throw new ShiplockError('usage', {
        en: `No image of a checkpoint is called ${JSON.stringify(name)}.`,
        zh: `检查点中没有名为 ${JSON.stringify(name)} 的映像。`,
      });
    entries.push({ name, ...(await writeLists(chunks, pieces)) });
  }
  return chunks.write(encode({ version: 1, images: entries } satisfies Table));
}

async function writeLists(
  chunks: ChunkWriter,
  pieces: StoredImage['pieces'],
): Promise<Pick<ImageEntry, 'bytes' | 'lists'>> {
  const lists: ChunkId[] = [];
  let bytes = 0;
  let list: StoredPiece[] = [];
  for await (const piece of pieces) {
    bytes += piece.length;
    list.push(piece);
    if (list.length < piecesInList) continue;
    lists.push(await chunks.write(encodePieces(list)));
    list = [];
  }
  if (list.length > 0) lists.push(await chunks.write(encodePieces(list)));
  return { bytes, lists };
}

/** Reads what it is asked for and no more. Throws 'store-damaged' for what is not there, or not as it was written. */
export class StoredCheckpoint {
  readonly images: readonly ImageEntry[];
  readonly #chunks: ChunkReader;

  private constructor(chunks: ChunkReader, images: readonly ImageEntry[]) {
    this.#chunks = chunks;
    this.images = images;
  }

  static async open(chunks: ChunkReader, root: ChunkId): Promise<StoredCheckpoint> {
    const bytes = await chunks.read(root);
    try {
      return new StoredCheckpoint(chunks, table.parse(decode(bytes)).images);
    } catch (cause) {
      throw new ShiplockError(
        'store-damaged',
        { en: 'A checkpoint in the store cannot be read.', zh: '存储中的一个检查点无法读取。' },
        {
          state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
          remedy: { en: 'Check the store: shiplock verify', zh: '请校验存储：shiplock verify' },
          details: String(cause),
          cause,
        },
      );
    }
  }

  /** Every chunk that it lies in, with its lists and its root. Reads the lists alone. */
  async *chunks(root: ChunkId): AsyncGenerator<ChunkId> {
    yield root;
    for (const { name, lists } of this.images) {
      yield* lists;
      for await (const { id } of this.pieces(name)) yield id;
    }
  }

  /** In bytes; undefined when there is no such image. */
  async size(name: string): Promise<number | undefined> {
    return this.images.find((image) => image.name === name)?.bytes;
  }

  /** All of an image, which must fit in memory: not the pages. Throws 'not-found'. */
  async read(name: string): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.content(name)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** Fewer bytes where the image ends. Throws 'not-found'. */
  async readRange(name: string, offset: number, length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let at = 0;
    for await (const piece of this.pieces(name)) {
      if (at >= offset + length) break;
      if (at + piece.length > offset) {
        const bytes = await this.#chunk(piece);
        parts.push(bytes.subarray(Math.max(offset - at, 0), offset + length - at));
      }
      at += piece.length;
    }
    return Buffer.concat(parts);
  }

  /** The image's bytes, piece by piece. Throws 'not-found'. */
  async *content(name: string): AsyncGenerator<Buffer> {
    for await (const piece of this.pieces(name)) yield await this.#chunk(piece);
  }

  /** Throws 'not-found'. */
  async *pieces(name: string): AsyncGenerator<StoredPiece> {
    const image = this.images.find((each) => each.name === name);
    if (image === undefined)
      throw new ShiplockError(
        'not-found',
        { en: `The checkpoint has no image ${name}.`, zh: `检查点中没有映像 ${name}。` },
        {
          remedy: {
            en: `It has: ${this.images.map((each) => each.name).join(', ')}`,
            zh: `它有：${this.images.map((each) => each.name).join('、')}`,
          },
        },
      );
    for (const list of image.lists) yield* decodePieces(await this.#chunks.read(list));
  }

  async #chunk({ id, length }: StoredPiece): Promise<Buffer> {
    const bytes = await this.#chunks.read(id);
    if (bytes.length === length) return bytes;
    throw new ShiplockError(
      'store-damaged',
      {
        en: 'A piece of a checkpoint in the store is not as long as its list says.',
        zh: '存储中一个检查点的数据片长度与列表不符。',
      },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: 'Check the store: shiplock verify', zh: '请校验存储：shiplock verify' },
        details: `chunk ${id}: ${bytes.length} bytes instead of ${length}`,
      },
    );
  }
}
