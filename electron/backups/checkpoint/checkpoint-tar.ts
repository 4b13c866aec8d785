/** A checkpoint as an archive: the folder of images as CRIU reads it, for whoever has tar. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import type { CheckpointImage } from './checkpoint-image.ts';

/** The images lie right in the archive, readable by root alone: they hold the container's memory. Fails as reading them does. */
export function checkpointTar(images: readonly CheckpointImage[], signal?: AbortSignal): Readable {
  const pack = tar.pack();
  write(images, pack, signal).catch((thrown: unknown) => pack.destroy(thrown as Error));
  return Readable.from(pack);
}

async function write(
  images: readonly CheckpointImage[],
  pack: tar.Pack,
  signal?: AbortSignal,
): Promise<void> {
  for (const { name, bytes, content } of images) {
    const header = { name, size: bytes, mode: 0o600, uid: 0, gid: 0, mtime: new Date(0) };
    await pipeline(content, pack.entry(header), ...(signal ? [{ signal }] : []));
  }
  pack.finalize();
}
