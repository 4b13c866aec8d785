/** Podman's archives of checkpoints, and archives of images, as they are read: entry by entry, whatever they are compressed with. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { ShiplockError } from '../../../shared/errors.ts';
import { uncompressed } from '../browse/compressed.ts';

export interface ReadEntry {
  /** Without `./` before it. */
  readonly name: string;
  readonly bytes: number;
  readonly mtime: Date;
  readonly content: AsyncIterable<Buffer>;
}

export interface ReadOptions {
  /** Called with the bytes of the file that were read since the last call. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** More than any description of a container has. */
const maxSmallBytes = 32 * 1024 * 1024;

/**
 * Plain files alone, in the order of the archive; what is not read of one is passed over. Throws 'usage' for a file that cannot be
 * read, and 'incomplete' for one that is cut off, damaged, or no archive.
 */
export async function* entriesIn(file: string, options: ReadOptions = {}): AsyncGenerator<ReadEntry> {
  const archive = extract();
  const feeding = feed(file, archive, options);
  feeding.catch((error: Error) => archive.destroy(error));
  try {
    for await (const entry of archive) {
      const { name, size = 0, type, mtime = new Date(0) } = entry.header;
      const content = entry as AsyncIterable<Buffer>;
      if (type === 'file' || type === 'contiguous-file')
        yield { name: name.replace(/^(\.\/)+/, ''), bytes: size, mtime, content };
      entry.resume();
    }
    await feeding;
  } catch (thrown) {
    options.signal?.throwIfAborted();
    throw unreadable(file, thrown);
  } finally {
    archive.destroy();
    await feeding.catch(() => undefined);
  }
}

/** All of a small entry. Throws 'incomplete' for one that is too large for what it should be. */
export async function allOf({ name, bytes, content }: ReadEntry): Promise<Buffer> {
  if (bytes > maxSmallBytes)
    throw new ShiplockError('incomplete', {
      en: `${name} in the archive is larger than any can be.`,
      zh: `归档中的 ${name} 超出可能的大小。`,
    });
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function feed(
  file: string,
  archive: ReturnType<typeof extract>,
  { onBytes, signal }: ReadOptions,
): Promise<void> {
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      onBytes?.(piece.length);
      yield piece;
    }
  }
  const plain = Readable.from(await uncompressed(counted()), { objectMode: false });
  await pipeline(plain, archive, ...(signal ? [{ signal }] : []));
}

function unreadable(file: string, thrown: unknown): unknown {
  const isOwn = thrown instanceof ShiplockError && thrown.code !== 'store-damaged';
  if (isOwn || !(thrown instanceof Error)) return thrown;
  const isOfDisk = 'syscall' in thrown;
  const what = isOfDisk
    ? { en: 'cannot be read', zh: '无法读取' }
    : { en: 'is cut off, damaged, or no archive', zh: '不完整、已损坏，或不是归档' };
  return new ShiplockError(
    isOfDisk ? 'usage' : 'incomplete',
    { en: `${file} ${what.en}.`, zh: `${file} ${what.zh}。` },
    {
      state: { en: 'Nothing was taken in.', zh: '未导入任何内容。' },
      remedy: isOfDisk
        ? { en: 'Check the name.', zh: '请检查名称。' }
        : { en: 'Make or copy it again.', zh: '请重新生成或复制。' },
      details: thrown.message,
      cause: thrown,
    },
  );
}
