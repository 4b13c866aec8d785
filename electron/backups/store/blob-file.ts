/** How a blob gets onto the disk: it has its name only when all of it is there and is what it should be. */
import { createHash, webcrypto } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ShiplockError } from '../../../shared/errors.ts';
import { syncFolder } from '../../journal/sync-folder.ts';
import { damaged } from './failure.ts';
import type { Digest, Layout } from './layout.ts';

/**
 * A blob without its name yet. Whoever has it places it or removes it; what dies with its process, pruning removes.
 */
export interface UnnamedBlob {
  readonly file: string;
  readonly digest: Digest;
  readonly size: number;
}

/** Read in one piece up to this size, so that hashing happens beside the main thread. */
const onePieceBytes = 32 * 1024 * 1024;
const pieceBytes = 1024 * 1024;

/**
 * Writes what comes, syncs it, reads it back and checks it. Throws 'transfer-failed' when it is not what `expected`
 * says, and leaves nothing behind when it throws.
 */
export async function receiveBlob(
  layout: Layout,
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  expected?: Digest,
): Promise<UnnamedBlob> {
  const file = unusedName(layout);
  try {
    const { written, size } = await writeSynced(file, content);
    if (expected !== undefined && written !== expected) {
      throw new ShiplockError(
        'transfer-failed',
        { en: `A blob that came in is not what it should be.`, zh: '收到的一个数据块内容不符。' },
        {
          state: { en: 'It was not stored.', zh: '没有存入它。' },
          remedy: { en: 'Try again.', zh: '请重试。' },
          details: `expected ${expected}, came ${written}`,
        },
      );
    }
    if ((await digestOfFile(file)) !== written) {
      throw damaged(
        {
          en: `The disk gives back other bytes than were written to ${layout.folder}.`,
          zh: `从 ${layout.folder} 所在磁盘读回的内容与写入的不同。`,
        },
        {
          remedy: {
            en: 'Check the disk. Keep the store on another one.',
            zh: '请检查该磁盘，并把存储放到另一块磁盘上。',
          },
        },
      );
    }
    return { file, digest: written, size };
  } catch (thrown) {
    rmSync(file, { force: true });
    throw thrown;
  }
}

/** As `receiveBlob`, for a few bytes, and at once. */
export function receiveBytes(layout: Layout, content: Uint8Array): UnnamedBlob {
  const file = unusedName(layout);
  try {
    const handle = openSync(file, 'wx', 0o600);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return { file, digest: digestOf(content), size: content.length };
  } catch (thrown) {
    rmSync(file, { force: true });
    throw thrown;
  }
}

/** The blob has its name, on the disk, when this returns. One of that name is replaced. */
export function nameBlob(layout: Layout, { file, digest }: UnnamedBlob): void {
  renameSync(file, layout.blob(digest));
  syncFolder(layout.blobs);
}

export function digestOf(bytes: Uint8Array): Digest {
  return asDigest(createHash('sha256').update(bytes).digest('hex'));
}

/** Throws what the file system throws. */
export async function digestOfFile(file: string, onRead?: (bytes: number) => void): Promise<Digest> {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  if (size <= onePieceBytes) {
    const bytes = await handle.readFile();
    onRead?.(bytes.length);
    return asDigest(Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex'));
  }
  const hash = createHash('sha256');
  for await (const piece of pieces(handle)) {
    hash.update(piece);
    onRead?.(piece.length);
  }
  return asDigest(hash.digest('hex'));
}

async function writeSynced(
  file: string,
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<{ written: Digest; size: number }> {
  await using handle = await open(file, 'wx', 0o600);
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of content) {
    hash.update(piece);
    await writeAll(handle, piece);
    size += piece.length;
  }
  await handle.sync();
  return { written: asDigest(hash.digest('hex')), size };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at)).bytesWritten;
  }
}

async function* pieces(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (;;) {
    const { bytesRead } = await handle.read(piece, 0, pieceBytes, null);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
  }
}

function unusedName({ incoming }: Layout): string {
  return join(incoming, webcrypto.randomUUID());
}

function asDigest(hex: string): Digest {
  return `sha256:${hex}` as Digest;
}
