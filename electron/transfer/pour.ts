/** A stream from the laptop into a command on a host, compressed on its way where that pays. */
import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, zstdCompressSync } from 'node:zlib';
import { ShiplockError } from '../../shared/errors.ts';
import { en, type Words, zh } from '../../shared/words.ts';
import type { Session } from '../hosts/session.ts';
import { unpacking } from './compression.ts';
import { watchForStall } from './stall.ts';
import { collectWords } from './two-commands.ts';

export interface PourRequest {
  readonly session: Session;
  readonly command: readonly string[];
  /** It is destroyed when this fails. */
  readonly stream: Readable;
  /** The host has zstd. */
  readonly mayCompress: boolean;
  /** What is being sent, for errors: "the checkpoint". */
  readonly what: Words;
  /** Called with what was sent since the last call; the sum at the end is exact. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

export interface Poured {
  /** What the command printed, which is to be little. */
  readonly stdout: string;
  /** Of the stream, in hexadecimal digits. */
  readonly sha256: string;
  readonly isCompressed: boolean;
}

const mostPrintedChars = 65_536;

/**
 * Resolves when the command has taken the whole stream and ended well. No more of the stream is held than a few megabytes,
 * however slow the host. When this rejects, the command does not run any more, unless the link was lost.
 * Throws what the stream failed with, 'disk-full', 'transfer-failed' with the command's words, 'link-lost', 'timed-out' when
 * nothing moved for too long, or the signal's reason.
 */
export async function pour(request: PourRequest): Promise<Poured> {
  const { session, stream, onBytes, mayCompress } = request;
  using stall = watchForStall(request);
  try {
    const chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    const beginning = await readBeginning(chunks);
    const isCompressed = mayCompress && compresses(beginning);
    const command = unpacking(isCompressed ? 'zstd' : 'none', request.command);
    const process = await session.open(command, { signal: stall.signal });
    const words = collectWords(process);
    const printed = readAll(process.stdout);
    const digest = createHash('sha256');
    const own: { failure?: unknown } = {};
    const noted = async function* (): AsyncGenerator<Buffer> {
      try {
        for await (const chunk of joined(beginning, chunks)) {
          digest.update(chunk);
          yield chunk;
        }
      } catch (thrown) {
        // Before the command takes the end of its input for the end of the stream.
        own.failure = thrown;
        process.terminate();
        throw thrown;
      }
    };
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        onBytes(chunk.length);
        stall.heard();
        done(null, chunk);
      },
    });
    const source = Readable.from(noted(), { objectMode: false });
    const packed = isCompressed ? [createZstdCompress(fast)] : [];
    // How the command ended says best why it took no more.
    const sent = pipeline([source, ...packed, counted, process.stdin]).catch(() => undefined);
    const [exit] = await Promise.allSettled([process.exit, sent]);
    stall.signal.throwIfAborted();
    if (own.failure !== undefined) throw own.failure;
    if (exit.status === 'rejected') throw exit.reason;
    if (exit.value.status !== 0) throw pourFailure(request, exit.value.status, words());
    return { stdout: await printed, sha256: digest.digest('hex'), isCompressed };
  } finally {
    stream.destroy();
  }
}

/** So much of a stream tells whether the rest is worth compressing. */
const sampleBytes = 4 * 1024 * 1024;
/** What shrinks less is not worth the processors' time. */
const worthwhile = 0.9;
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

async function readBeginning(chunks: AsyncIterator<Buffer>): Promise<Buffer[]> {
  const read: Buffer[] = [];
  for (let bytes = 0; bytes < sampleBytes; ) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    read.push(value);
    bytes += value.length;
  }
  return read;
}

function compresses(beginning: readonly Buffer[]): boolean {
  const sample = Buffer.concat(beginning);
  return zstdCompressSync(sample, fast).length < sample.length * worthwhile;
}

async function* joined(beginning: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* beginning;
  yield* { [Symbol.asyncIterator]: () => rest };
}

async function readAll(stdout: Readable): Promise<string> {
  let text = '';
  stdout.on('data', (chunk: Buffer) => {
    if (text.length < mostPrintedChars) text += chunk.toString('utf8');
  });
  return new Promise((resolve) => {
    stdout.once('close', () => resolve(text)).once('end', () => resolve(text));
  });
}

function pourFailure({ session, what }: PourRequest, status: number | null, words: string): ShiplockError {
  const host = session.host.name;
  const details = `${host} (status ${status}): ${words}`;
  if (/No space left on device|Disk quota exceeded|no space left/i.test(words)) {
    const text = {
      en: en`The disk of ${host} filled up while ${what} was sent there.`,
      zh: zh`传送期间 ${host} 的磁盘写满：${what}。`,
    };
    return new ShiplockError('disk-full', text, {
      remedy: { en: `Free space on ${host} and try again.`, zh: `请在 ${host} 上清理空间后重试。` },
      details,
    });
  }
  const text = { en: en`Sending ${what} to ${host} failed.`, zh: zh`传送到 ${host} 失败：${what}。` };
  return new ShiplockError('transfer-failed', text, { details });
}
