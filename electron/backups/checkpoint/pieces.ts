/** Lists of pieces, each a chunk: where the bytes of an image lie, and how a piece is known again without being read. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { ChunkId } from '../store/chunks.ts';

export interface StoredPiece {
  readonly id: ChunkId;
  /** In bytes. */
  readonly length: number;
  /**
   * 32 hexadecimal digits: the first half of the SHA-256 of its block, or of the blocks' digests one after the other, in the
   * blocks of `take/host-blocks.ts`.
   */
  readonly digest: string;
}

/** Few enough that a page that changed makes only a small list new. */
export const piecesInList = 512;

const idBytes = 32;
const digestBytes = 16;
const recordBytes = idBytes + digestBytes + 4;

export function encodePieces(pieces: readonly StoredPiece[]): Buffer {
  const list = Buffer.alloc(pieces.length * recordBytes);
  pieces.forEach(({ id, digest, length }, index) => {
    const at = index * recordBytes;
    list.write(id, at, 'hex');
    list.write(digest, at + idBytes, 'hex');
    list.writeUInt32BE(length, at + idBytes + digestBytes);
  });
  return list;
}

/** Throws 'store-damaged'. */
export function* decodePieces(list: Buffer): Generator<StoredPiece> {
  if (list.length % recordBytes !== 0)
    throw new ShiplockError(
      'store-damaged',
      { en: 'A list of pieces in the store is cut off.', zh: '存储中的一个数据片列表不完整。' },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: 'Check the store: shiplock verify', zh: '请校验存储：shiplock verify' },
      },
    );
  for (let at = 0; at < list.length; at += recordBytes) {
    yield {
      id: list.toString('hex', at, at + idBytes) as ChunkId,
      digest: list.toString('hex', at + idBytes, at + idBytes + digestBytes),
      length: list.readUInt32BE(at + idBytes + digestBytes),
    };
  }
}
