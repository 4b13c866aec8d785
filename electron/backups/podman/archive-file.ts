/** An archive on the laptop's disk, written as it comes: nothing of it is to be seen before all of it is there. */
import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { ShiplockError } from '../../../shared/errors.ts';

/** What an archive consists of. */
export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: number;
  content(): AsyncIterable<Buffer>;
}

export function jsonEntry(name: string, value: unknown): ArchiveEntry {
  const content = Buffer.from(JSON.stringify(value));
  return {
    name,
    bytes: content.length,
    async *content() {
      yield content;
    },
  };
}

/** What is only known to be so long when it has been read once. It is read twice, and must be the same each time. */
export async function measuredEntry(
  name: string,
  content: () => AsyncIterable<Buffer>,
  signal?: AbortSignal,
): Promise<ArchiveEntry> {
  let bytes = 0;
  for await (const part of content()) {
    signal?.throwIfAborted();
    bytes += part.length;
  }
  return { name, bytes, content };
}

/** Throws 'usage' when there is such a file. */
export function refuseExisting(out: string): void {
  if (!existsSync(out)) return;
  throw new ShiplockError(
    'usage',
    { en: `${out} exists already.`, zh: `${out} 已存在。` },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: { en: 'Name another file, or remove it first.', zh: '请换一个文件名，或先将其删除。' },
    },
  );
}

/** A tar, compressed with zstd. Throws 'disk-full', and what reading the entries throws; then there is no file. */
export async function writeArchive(
  out: string,
  entries: readonly ArchiveEntry[],
  { onBytes, signal }: { onBytes?: (bytes: number) => void; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const archive = pack();
  const writing = writeEntries(archive, entries, onBytes, signal).catch((error: Error) =>
    archive.destroy(error),
  );
  try {
    await writeStream(out, compressed(archive), signal);
  } finally {
    archive.destroy();
    await writing;
  }
}

/** Fails as what it compresses does. */
function compressed(plain: AsyncIterable<unknown>): Readable {
  const stream = createZstdCompress();
  // What goes wrong shows in the stream that is read.
  pipeline(plain, stream).catch((error: Error) => stream.destroy(error));
  return stream;
}

/** Readable by its owner alone. Throws as `writeArchive` does. */
export async function writeStream(out: string, stream: Readable, signal?: AbortSignal): Promise<void> {
  const unfinished = join(dirname(out), `.${basename(out)}.${randomUUID()}.part`);
  try {
    const file = createWriteStream(unfinished, { mode: 0o600, flush: true });
    await pipeline(stream, file, ...(signal ? [{ signal }] : []));
    await rename(unfinished, out);
  } catch (thrown) {
    await rm(unfinished, { force: true });
    signal?.throwIfAborted();
    throw asWritingError(out, thrown);
  }
}

async function writeEntries(
  archive: Pack,
  entries: readonly ArchiveEntry[],
  onBytes: ((bytes: number) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { name, bytes, content } of entries) {
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const part of content()) {
        signal?.throwIfAborted();
        onBytes?.(part.length);
        yield part;
      }
    };
    await pipeline(counted, archive.entry({ name, size: bytes, mode: 0o600, mtime: new Date(0) }));
  }
  archive.finalize();
}

function asWritingError(out: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error && 'syscall' in thrown && 'code' in thrown)) return thrown;
  const isFull = thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT';
  return new ShiplockError(
    isFull ? 'disk-full' : 'usage',
    { en: `${out} could not be written: ${thrown.message}`, zh: `无法写入 ${out}：${thrown.message}` },
    {
      state: {
        en: 'Nothing was left there. The restore point is as it was.',
        zh: '没有在那里留下任何内容。还原点一切照旧。',
      },
      remedy: isFull
        ? {
            en: 'Make room on that disk, or name a place on another one.',
            zh: '请在该磁盘上腾出空间，或换到另一块磁盘上。',
          }
        : { en: 'Name a place that can be written to.', zh: '请指定一个可写入的位置。' },
      cause: thrown,
    },
  );
}
