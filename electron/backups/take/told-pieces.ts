/** What a host told of a file's pieces, in 17 bytes each: their digests, and which of them the store lacks. */

/** Consecutive bytes of the file: whole blocks, but for the end of the file. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
}

const digestBytes = 16;
/** A digest, and whether the piece is missing. */
const recordBytes = digestBytes + 1;

export class ToldPieces {
  readonly #blockBytes: number;
  /** What is missing, in blocks. */
  readonly ranges: { first: number; count: number }[] = [];
  #records = Buffer.alloc(64 * recordBytes);
  #count = 0;

  constructor(blockBytes: number) {
    this.#blockBytes = blockBytes;
  }

  add({ offset, length }: Piece, digest: string, isMissing: boolean): void {
    const at = this.#count * recordBytes;
    if (at === this.#records.length) this.#records = Buffer.concat([this.#records, Buffer.alloc(at)]);
    this.#records.write(digest, at, 'hex');
    this.#records[at + digestBytes] = isMissing ? 1 : 0;
    this.#count += 1;
    if (!isMissing) return;
    const first = offset / this.#blockBytes;
    const count = Math.ceil(length / this.#blockBytes);
    const last = this.ranges.at(-1);
    if (last !== undefined && last.first + last.count === first) last.count += count;
    else this.ranges.push({ first, count });
  }

  digestAt(index: number): string {
    return this.#records.toString('hex', index * recordBytes, index * recordBytes + digestBytes);
  }

  isMissing(index: number): boolean {
    return this.#records[index * recordBytes + digestBytes] === 1;
  }

  *missing(pieces: Iterable<Piece>): Generator<Piece> {
    let index = 0;
    for (const piece of pieces) if (this.isMissing(index++)) yield piece;
  }
}
