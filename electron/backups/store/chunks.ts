/** What the parts of a restore point are written to and read from: chunks, known by what is in them. */

/** 64 hexadecimal digits: a keyed hash of the chunk's bytes. In one store the same bytes have the same identity. */
export type ChunkId = string & { readonly __brand: 'ChunkId' };

/** A chunk holds at most so many bytes, and at least one. */
export const maxChunkBytes = 1024 * 1024;

export interface ChunkReader {
  /** The chunk's bytes, checked. Throws 'store-damaged', which names the chunk, when they are not there or not what they were. */
  read(id: ChunkId): Promise<Buffer>;
}

export interface ChunkWriter extends ChunkReader {
  /** Writes nothing when the store has it. It is safe on the disk when whoever gave this writer says so, not before. */
  write(bytes: Uint8Array): Promise<ChunkId>;
}

/** For what takes over chunks of an earlier restore point without reading them. */
export interface ChunkKeeper extends ChunkWriter {
  /**
   * What is being written needs this chunk, which the store has from an earlier restore point: every chunk that is
   * neither written nor kept may be pruned. False when the store has it no more, or has it damaged: then it is to be
   * written.
   */
  keep(id: ChunkId): boolean;
}
