/** The zip of an incident log as it is read: never unpacked, each file as a stream that gives no more than it is let. */
import { type FileHandle, open } from 'node:fs/promises';
import { configure, type FileEntry, Reader, ZipReader } from '@zip.js/zip.js';
import { ShiplockError } from '../../shared/errors.ts';
import { requireNothingHidden } from './zip-layout.ts';

configure({ useWebWorkers: false });

/** Far more than any incident log has. */
const mostFiles = 100_000;

export class LogReader implements AsyncDisposable {
  /** In the order of the zip. */
  readonly names: readonly string[];
  readonly #handle: FileHandle;
  readonly #entries: ReadonlyMap<string, FileEntry>;

  private constructor(handle: FileHandle, entries: readonly FileEntry[]) {
    this.#handle = handle;
    this.names = entries.map(({ filename }) => filename);
    this.#entries = new Map(entries.map((entry) => [entry.filename, entry]));
  }

  /**
   * Throws 'not-found' for a file that is not there or cannot be read, and an ordinary error for what is no zip, or one that
   * may be read in more than one way: with bytes before, between or behind, with two files of one name, with folders.
   */
  static async open(file: string): Promise<LogReader> {
    const handle = await opened(file);
    try {
      const { size } = await handle.stat();
      const zip = new ZipReader(new HandleReader(handle, size), { strictness: 'strict' });
      const entries: FileEntry[] = [];
      for await (const entry of zip.getEntriesGenerator()) {
        if (entry.directory || entry.encrypted) throw new Error(`not a plain file: ${entry.filename}`);
        entries.push(entry);
        if (entries.length > mostFiles) throw new Error('it holds too many files');
      }
      if (new Set(entries.map(({ filename }) => filename)).size < entries.length)
        throw new Error('two files have the same name');
      await requireNothingHidden(handle, size, entries);
      return new LogReader(handle, entries);
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Hands out a file's bytes, piece by piece. Throws an ordinary error for more than `mostBytes`, and for a damaged one. */
  async read(name: string, mostBytes: number, onBytes: (piece: Uint8Array) => void): Promise<void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Error('it is not there');
    let bytes = 0;
    const sink = new WritableStream<Uint8Array>({
      write(piece) {
        bytes += piece.length;
        if (bytes > mostBytes) throw new Error('it is longer than it was');
        onBytes(piece);
      },
    });
    await entry.getData(sink, { checkSignature: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (thrown) {
    throw new ShiplockError(
      'not-found',
      { en: `${file} cannot be read.`, zh: `${file} 无法读取。` },
      {
        details: thrown instanceof Error ? thrown.message : String(thrown),
        cause: thrown,
      },
    );
  }
}

class HandleReader extends Reader<FileHandle> {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, size: number) {
    super(handle);
    this.#handle = handle;
    this.size = size;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, this.size - index)));
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, index);
    return buffer.subarray(0, bytesRead);
  }
}
