/** A few small blobs in memory, in front of a store's: for what goes to a registry, or comes from one, and is kept in no store. */
import { Readable } from 'node:stream';
import { ShiplockError } from '../../../shared/errors.ts';
import { type BlobReader, type BlobWriter, digestOf } from '../images/blobs.ts';

const maxBytes = 1024 * 1024;

export class MemoryBlobs implements BlobReader, BlobWriter {
  readonly #blobs = new Map<string, Buffer>();
  readonly #behind: BlobReader | undefined;
  #bytes = 0;

  constructor(behind?: BlobReader) {
    this.#behind = behind;
  }

  has(digest: string): boolean {
    return this.#blobs.has(digest);
  }

  /** Throws 'transfer-failed' for more than a mebibyte in all. */
  async add(content: Readable | Buffer): Promise<{ digest: string; size: number }> {
    const pieces: Buffer[] = [];
    for await (const piece of Buffer.isBuffer(content) ? [content] : content) {
      this.#bytes += (piece as Buffer).length;
      if (this.#bytes > maxBytes)
        throw new ShiplockError('transfer-failed', {
          en: 'What the registry gives is larger than it says.',
          zh: '镜像仓库给出的内容比它声明的大。',
        });
      pieces.push(piece as Buffer);
    }
    const bytes = Buffer.concat(pieces);
    const digest = digestOf(bytes);
    this.#blobs.set(digest, bytes);
    return { digest, size: bytes.length };
  }

  open(digest: string): Readable {
    const bytes = this.#blobs.get(digest);
    return bytes === undefined ? this.#store.open(digest) : Readable.from([bytes]);
  }

  async read(digest: string): Promise<Buffer> {
    return this.#blobs.get(digest) ?? this.#store.read(digest);
  }

  get #store(): BlobReader {
    if (this.#behind === undefined)
      throw new ShiplockError('internal', {
        en: 'There is no such blob in memory.',
        zh: '内存中没有这个数据块。',
      });
    return this.#behind;
  }
}
