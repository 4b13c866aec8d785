/** A stream from the laptop into a command on a host, compressed on its way where the host can take that. */
import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { ShiplockError } from '../../shared/errors.ts';
import type { Session } from '../hosts/session.ts';
import { unpacking } from './compression.ts';
import { watchForStall } from './stall.ts';
import { collectWords } from './two-commands.ts';

export interface PourRequest {
  readonly session: Session;
  readonly command: readonly string[];
  /** It is destroyed when this fails. */
  readonly stream: Readable;
  readonly compression: 'zstd' | 'none';
  /** What is being sent, for errors: "the checkpoint". */
  readonly what: string;
  /** Called with what was sent since the last call; the sum at the end is exact. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

export interface Poured {
  /** What the command printed, which is to be little. */
  readonly stdout: string;
  /** Of the stream, in hexadecimal digits. */
  readonly sha256: string;
}

const mostPrintedChars = 65_536;
/** Faster than any link that a field host has, so that it is never in the way. */
const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Resolves when the command has taken the whole stream and ended well. No more of the stream is held than a few megabytes,
 * however slow the host. When this rejects, the command does not run any more, unless the link was lost.
 * Throws what the stream failed with, 'disk-full', 'transfer-failed' with the command's words, 'link-lost', 'timed-out' when
 * nothing moved for too long, or the signal's reason.
 */
export async function pour(request: PourRequest): Promise<Poured> {
  const { session, stream, compression, onBytes } = request;
  using stall = watchForStall(request);
  const command = unpacking(compression, request.command);
  const process = await session.open(command, { signal: stall.signal }).catch((thrown: unknown) => {
    stream.destroy();
    throw thrown;
  });
  const words = collectWords(process);
  const printed = readAll(process.stdout);
  const digest = createHash('sha256');
  const own: { failure?: unknown } = {};
  const noted = async function* (): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
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
  const packed = compression === 'zstd' ? [createZstdCompress(fastest)] : [];
  // How the command ended says best why it took no more.
  const sent = pipeline([
    Readable.from(noted(), { objectMode: false }),
    ...packed,
    counted,
    process.stdin,
  ]).catch(() => undefined);
  const [exit] = await Promise.allSettled([process.exit, sent]);
  stall.signal.throwIfAborted();
  if (own.failure !== undefined) throw own.failure;
  if (exit.status === 'rejected') throw exit.reason;
  if (exit.value.status !== 0) throw pourFailure(request, exit.value.status, words());
  return { stdout: await printed, sha256: digest.digest('hex') };
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
    return new ShiplockError('disk-full', `The disk of ${host} filled up while ${what} was sent there.`, {
      remedy: `Free space on ${host} and try again.`,
      details,
    });
  }
  return new ShiplockError('transfer-failed', `Sending ${what} to ${host} failed.`, { details });
}
