/** A plain OCI image layout in a folder: what images need of a store, and nothing more of one. */
import { createHash, randomUUID } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobReader, BlobWriter } from '../../electron/backups/images/blobs.ts';
import type { Descriptor } from '../../electron/backups/images/oci-image.ts';

export class LayoutFolder implements BlobReader, BlobWriter, Disposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'shiplock-layout-'));

  constructor() {
    mkdirSync(path.join(this.folder, 'blobs/sha256'), { recursive: true });
    writeFileSync(path.join(this.folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    this.list([]);
  }

  /** Writes `index.json`. */
  list(manifests: readonly Descriptor[]): void {
    writeFileSync(path.join(this.folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  }

  fileOf(digest: string): string {
    return path.join(this.folder, 'blobs/sha256', digest.slice('sha256:'.length));
  }

  /** Digests of the blobs there are, and what else lies among them, by its file name. */
  get names(): string[] {
    return readdirSync(path.join(this.folder, 'blobs/sha256')).map((name) =>
      /^[0-9a-f]{64}$/.test(name) ? `sha256:${name}` : name,
    );
  }

  get bytes(): number {
    return this.names.reduce((sum, name) => sum + statSync(this.fileOf(name)).size, 0);
  }

  has(digest: string): boolean {
    return existsSync(this.fileOf(digest));
  }

  async add(content: Readable | Buffer): Promise<{ digest: string; size: number }> {
    const hash = createHash('sha256');
    let size = 0;
    const unfinished = path.join(this.folder, randomUUID());
    const source = Buffer.isBuffer(content) ? Readable.from([content]) : content;
    async function* hashed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const piece of pieces) {
        hash.update(piece);
        size += piece.length;
        yield piece;
      }
    }
    try {
      await pipeline(source, hashed, createWriteStream(unfinished));
      const digest = `sha256:${hash.digest('hex')}`;
      renameSync(unfinished, this.fileOf(digest));
      return { digest, size };
    } finally {
      rmSync(unfinished, { force: true });
    }
  }

  open(digest: string): Readable {
    return createReadStream(this.fileOf(digest));
  }

  read(digest: string): Promise<Buffer> {
    return readFile(this.fileOf(digest));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
