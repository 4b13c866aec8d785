/** The zip of an incident log as it is written: under another name until all of it is there, each file with its hash. */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { configure, ZipWriter } from '@zip.js/zip.js';
import { ShiplockError } from '../../shared/errors.ts';
import { abortReason } from '../hosts/cancellation.ts';
import { syncFolder } from '../journal/sync-folder.ts';
import { type Manifest, manifestName } from './manifest.ts';

configure({ useWebWorkers: false });

export type WrittenFile = Manifest['files'][number];

export class LogWriter {
  readonly files: WrittenFile[] = [];
  readonly #out: string;
  readonly #unfinished: string;
  readonly #zip: ZipWriter<unknown>;
  readonly #signal: AbortSignal | undefined;

  constructor(out: string, unfinished: string, zip: ZipWriter<unknown>, signal: AbortSignal | undefined) {
    this.#out = out;
    this.#unfinished = unfinished;
    this.#zip = zip;
    this.#signal = signal;
  }

  /** Adds a file; what is in it is read as it is written, and never held as a whole. */
  async add(
    name: string,
    content: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  ): Promise<WrittenFile> {
    const signal = this.#signal;
    const hash = createHash('sha256');
    let bytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of content) {
        if (signal?.aborted) throw abortReason(signal);
        const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    }
    await this.#zip.add(name, ReadableStream.from(counted()));
    const written = { name, bytes, sha256: hash.digest('hex') };
    this.files.push(written);
    return written;
  }

  /** It is less than what the journal noted. */
  markRedacted(written: WrittenFile): void {
    this.files[this.files.indexOf(written)] = { ...written, isRedacted: true };
  }

  /** The file is there, on the disk, when this resolves. Gives the manifest's SHA-256, and the size. */
  async finish(manifest: Manifest): Promise<{ fingerprint: string; bytes: number }> {
    const { sha256 } = await this.add(manifestName, [`${JSON.stringify(manifest, null, 1)}\n`]);
    await this.#zip.close();
    if (this.#signal?.aborted) throw abortReason(this.#signal);
    const handle = await open(this.#unfinished, 'r+');
    let bytes: number;
    try {
      await handle.sync();
      bytes = (await handle.stat()).size;
    } finally {
      await handle.close();
    }
    await rename(this.#unfinished, this.#out);
    syncFolder(dirname(this.#out));
    return { fingerprint: sha256, bytes };
  }
}

/**
 * Writes an incident log; when `write` throws, nothing is left of it, and a file that was to be replaced is as it was. Throws
 * 'usage' for a file that is there, unless `force`, and for a place that cannot be written; 'disk-full'; what `write` throws.
 */
export async function writeLog<Result>(
  out: string,
  { force, signal }: { force: boolean; signal: AbortSignal | undefined },
  write: (writer: LogWriter) => Promise<Result>,
): Promise<Result> {
  if (!force && existsSync(out)) {
    throw new ShiplockError(
      'usage',
      { en: `${out} exists already.`, zh: `${out} 已存在。` },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: 'Name another file, or replace it: --force', zh: '请换一个文件名，或替换它：--force' },
      },
    );
  }
  const unfinished = join(dirname(out), `.${basename(out)}.${randomUUID()}.part`);
  // Addresses, names and logs of the user's network are nobody else's business on this laptop.
  const file = createWriteStream(unfinished, { flags: 'wx', mode: 0o600 });
  // An error shows in whatever writes next.
  file.on('error', () => undefined);
  try {
    const zip = new ZipWriter(Writable.toWeb(file), { level: 6 });
    return await write(new LogWriter(out, unfinished, zip, signal));
  } catch (thrown) {
    const reason = file.errored ?? thrown;
    file.destroy();
    await rm(unfinished, { force: true });
    throw signal?.aborted ? abortReason(signal) : asWriteFailure(out, reason);
  }
}

function asWriteFailure(out: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error && 'syscall' in thrown && 'code' in thrown)) return thrown;
  const isFull = thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT';
  return new ShiplockError(
    isFull ? 'disk-full' : 'usage',
    { en: `${out} cannot be written.`, zh: `无法写入 ${out}。` },
    {
      state: { en: 'Nothing of it is there.', zh: '没有留下任何内容。' },
      remedy: isFull
        ? { en: 'Free some room on that disk, or name another.', zh: '请在该磁盘上腾出空间，或换一块磁盘。' }
        : { en: 'Name a file in a folder of yours.', zh: '请指定您自己文件夹中的文件。' },
      details: thrown.message,
      cause: thrown,
    },
  );
}
