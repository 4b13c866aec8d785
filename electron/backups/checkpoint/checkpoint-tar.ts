/** A checkpoint as an archive: the folder of images as CRIU reads it, for whoever has tar. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import type { StoredCheckpoint } from './stored-checkpoint.ts';

/** The images lie right in the archive, readable by root alone: they hold the container's memory. Fails as reading them does. */
export function checkpointTar(checkpoint: StoredCheckpoint, signal?: AbortSignal): Readable {
  const pack = tar.pack();
  write(checkpoint, pack, signal).catch((thrown: unknown) => pack.destroy(thrown as Error));
  return Readable.from(pack);
}

async function write(checkpoint: StoredCheckpoint, pack: tar.Pack, signal?: AbortSignal): Promise<void> {
  for (const { name, bytes } of checkpoint.images) {
    const header = { name, size: bytes, mode: 0o600, uid: 0, gid: 0, mtime: new Date(0) };
    await pipeline(checkpoint.content(name), pack.entry(header), ...(signal ? [{ signal }] : []));
  }
  pack.finalize();
}
