/** Chunks in memory, for what writes and reads restore points without a store. */
import { createHash } from 'node:crypto';
import type { ChunkId, ChunkWriter } from '../../electron/backups/store/chunks.ts';

export class MemoryChunks implements ChunkWriter {
  readonly #chunks = new Map<ChunkId, Buffer>();
  /** How often a chunk was written that was not there yet. */
  added = 0;

  async read(id: ChunkId): Promise<Buffer> {
    const bytes = this.#chunks.get(id);
    if (bytes === undefined) throw new Error(`there is no chunk ${id}`);
    return bytes;
  }

  async write(bytes: Uint8Array): Promise<ChunkId> {
    const id = createHash('sha256').update(bytes).digest('hex') as ChunkId;
    if (!this.#chunks.has(id)) {
      this.#chunks.set(id, Buffer.from(bytes));
      this.added += 1;
    }
    return id;
  }
}
