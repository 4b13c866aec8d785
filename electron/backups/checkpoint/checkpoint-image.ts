/** An image of a checkpoint on its way out of the store: as it is kept, or adapted. */
import type { ImageEntry, StoredCheckpoint } from './stored-checkpoint.ts';

export interface CheckpointImage {
  readonly name: string;
  readonly bytes: number;
  content(): AsyncIterable<Buffer>;
}

export const asStored = (checkpoint: StoredCheckpoint, { name, bytes }: ImageEntry): CheckpointImage => ({
  ...{ name, bytes },
  content: () => checkpoint.content(name),
});

export const inMemory = (name: string, bytes: Buffer): CheckpointImage => ({
  ...{ name, bytes: bytes.length },
  async *content() {
    yield bytes;
  },
});
