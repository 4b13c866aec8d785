/**
 * Which pieces the store has, by their digests. A container's memory has millions of them: they lie in one table, of 100 bytes at
 * most for each, not as objects that each take several times that.
 */
import type { ChunkId } from '../store/chunks.ts';

const digestBytes = 16;
const idBytes = 32;
const slotBytes = digestBytes + idBytes;
const noId = Buffer.alloc(idBytes);

export class KnownPieces {
  /** Twice as many as there are pieces: a digest that finds its slot taken lies in one of the next. */
  readonly #slots: Buffer;
  #count = 0;

  /** No more than so many pieces will be added. */
  constructor(mostPieces: number) {
    this.#slots = Buffer.alloc(Math.max(2, mostPieces * 2) * slotBytes);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** `digest`: 32 hexadecimal digits. Of two pieces with the same one, the first stays. */
  add(digest: string, id: ChunkId): void {
    const slot = this.#slotOf(Buffer.from(digest, 'hex'));
    if (!this.#isFree(slot)) return;
    if (this.#count * 2 * slotBytes >= this.#slots.length) throw new RangeError('more pieces than were said');
    slot.write(digest, 0, 'hex');
    slot.write(id, digestBytes, 'hex');
    this.#count += 1;
  }

  find(digest: string): ChunkId | undefined {
    const slot = this.#slotOf(Buffer.from(digest, 'hex'));
    return this.#isFree(slot) ? undefined : (slot.toString('hex', digestBytes) as ChunkId);
  }

  /** Where the digest lies, or else is to lie. */
  #slotOf(digest: Buffer): Buffer {
    const slots = this.#slots.length / slotBytes;
    for (let at = digest.readUInt32BE() % slots; ; at = (at + 1) % slots) {
      const slot = this.#slots.subarray(at * slotBytes, (at + 1) * slotBytes);
      if (this.#isFree(slot) || slot.subarray(0, digestBytes).equals(digest)) return slot;
    }
  }

  #isFree(slot: Buffer): boolean {
    return slot.subarray(digestBytes).equals(noId);
  }
}
