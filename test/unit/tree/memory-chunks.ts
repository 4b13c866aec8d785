/** Chunks in memory, which counts what is read and what is new. */
import { createHash } from 'node:crypto';
import { fromErrorData } from '../../../shared/errors.ts';
import { type ChunkId, type ChunkWriter, maxChunkBytes } from '../../../electron/backups/store/chunks.ts';

export class MemoryChunks implements ChunkWriter {
  readonly chunks = new Map<ChunkId, Buffer>();
  readonly reads: ChunkId[] = [];
  newBytes = 0;

  write(bytes: Uint8Array): Promise<ChunkId> {
    if (bytes.length === 0 || bytes.length > maxChunkBytes) {
      return Promise.reject(new Error(`a chunk of ${bytes.length} bytes`));
    }
    const id = createHash('sha256').update(bytes).digest('hex') as ChunkId;
    if (!this.chunks.has(id)) {
      this.chunks.set(id, Buffer.from(bytes));
      this.newBytes += bytes.length;
    }
    return Promise.resolve(id);
  }

  read(id: ChunkId): Promise<Buffer> {
    this.reads.push(id);
    const bytes = this.chunks.get(id);
    if (!bytes)
      return Promise.reject(
        fromErrorData({ code: 'store-damaged', message: `The chunk ${id} is not there.` }),
      );
    return Promise.resolve(Buffer.from(bytes));
  }
}
