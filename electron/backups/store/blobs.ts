/** What images are written to and read from: plain blobs, known by their digest. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { digestOf, nameBlob, receiveBlob } from './blob-file.ts';
import { asStoreError, damaged } from './failure.ts';
import type { Digest } from './layout.ts';
import type { StoreParts } from './parts.ts';

export interface BlobReader {
  /** True for one that is whole, as far as is known: what was found damaged counts as not there. */
  has(digest: Digest): boolean;
  /** Its bytes. The stream fails with 'store-damaged' at its end when they were not those of the digest. */
  open(digest: Digest): Readable;
  /** All of it, checked: for manifests and configurations. Throws 'store-damaged'. */
  read(digest: Digest): Promise<Buffer>;
}

export interface BlobWriter extends BlobReader {
  /**
   * It is on the disk when this returns. Throws 'transfer-failed' when it is not what `expected` says, and
   * 'disk-full'; then there is nothing of it.
   */
  add(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    expected?: Digest,
  ): Promise<{ digest: Digest; size: number }>;
}

export class StoredBlobs implements BlobReader {
  readonly #parts: Pick<StoreParts, 'layout' | 'blobs'>;

  constructor(parts: Pick<StoreParts, 'layout' | 'blobs'>) {
    this.#parts = parts;
  }

  has(digest: Digest): boolean {
    const { blobs, layout } = this.#parts;
    return blobs.state(digest) === 'whole' && existsSync(layout.blob(digest));
  }

  open(digest: Digest): Readable {
    return Readable.from(checked(this.#parts.layout.blob(digest), digest), { objectMode: false });
  }

  async read(digest: Digest): Promise<Buffer> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.#parts.layout.blob(digest));
    } catch (thrown) {
      throw unreadable(digest, thrown);
    }
    if (digestOf(bytes) !== digest) throw unreadable(digest);
    return bytes;
  }
}

/** The blobs of an addition: those that the store has, and those that come in. */
export class AddedBlobs extends StoredBlobs implements BlobWriter {
  readonly #parts: StoreParts;
  readonly #onAdded: (bytes: number) => void;

  constructor(parts: StoreParts, onAdded: (bytes: number) => void) {
    super(parts);
    this.#parts = parts;
    this.#onAdded = onAdded;
  }

  async add(content: Uint8Array | AsyncIterable<Uint8Array>, expected?: Digest) {
    const { layout, database, blobs } = this.#parts;
    try {
      const unnamed = await receiveBlob(
        layout,
        content instanceof Uint8Array ? [content] : content,
        expected,
      );
      try {
        const { digest, size } = unnamed;
        const isNew = database.write(() => {
          if (this.has(digest)) return false;
          nameBlob(layout, unnamed);
          blobs.put(digest, size);
          return true;
        });
        if (isNew) this.#onAdded(size);
        return { digest, size };
      } finally {
        rmSync(unnamed.file, { force: true });
      }
    } catch (thrown) {
      throw asStoreError(thrown, layout.folder);
    }
  }
}

async function* checked(file: string, digest: Digest): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const stream: AsyncIterable<Buffer> = createReadStream(file);
  try {
    for await (const bytes of stream) {
      hash.update(bytes);
      yield bytes;
    }
  } catch (thrown) {
    throw unreadable(digest, thrown);
  }
  if (`sha256:${hash.digest('hex')}` !== digest) throw unreadable(digest);
}

function unreadable(digest: Digest, cause?: unknown) {
  return damaged(
    { en: `The blob ${digest} is missing or damaged.`, zh: `数据块 ${digest} 缺失或已损坏。` },
    { cause },
  );
}
