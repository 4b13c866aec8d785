/** A command's output as a stream that ends only when all of it was there and the command succeeded. */
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ShiplockError } from '../../shared/errors.ts';
import { printable } from '../../shared/printable.ts';
import { en, type Words, zh } from '../../shared/words.ts';
import type { Session } from '../hosts/session.ts';
import { watchForStall } from './stall.ts';
import { collectWords, silence } from './two-commands.ts';

export interface OutputRequest {
  readonly session: Session;
  readonly command: readonly string[];
  /** For people: "the files of volume readings". */
  readonly what: Words;
  /** The command's standard input; without it, an empty one. What it throws fails the stream, and ends the command. */
  readonly input?: Iterable<Buffer> | AsyncIterable<Buffer> | undefined;
  /** On abort the command is ended on the host, and the stream fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fails with 'command-failed' or 'disk-full' and the command's words, 'link-lost', 'timed-out' when nothing moved for too long,
 * what the input threw, or the signal's reason. Destroying the stream ends the command.
 */
export function commandOutput(request: OutputRequest): Readable {
  const output = new PassThrough({ highWaterMark: 1024 * 1024 });
  // Whoever reads hears of it; a stream that nobody reads any more must not end Shiplock.
  output.on('error', () => undefined);
  carry(request, output).catch((thrown: unknown) => output.destroy(thrown as Error));
  return output;
}

async function carry(request: OutputRequest, output: PassThrough): Promise<void> {
  const { session, command, what, input = [] } = request;
  using stall = watchForStall(request);
  const process = await session.open(command, { signal: stall.signal });
  const words = collectWords(process);
  output.once('close', () => {
    if (!output.writableFinished) process.terminate();
  });
  const own: { failure?: unknown } = {};
  const noted = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* input;
    } catch (thrown) {
      // Before the command takes the end of its input for the end of what it is to do.
      own.failure = thrown;
      process.terminate();
      throw thrown;
    }
  };
  const heard = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      stall.heard();
      done(null, chunk);
    },
  });
  // How the command ended says best why it took no more.
  const fed = pipeline(Readable.from(noted(), { objectMode: false }), process.stdin).catch(() => undefined);
  const read = pipeline(process.stdout, heard, output, { end: false });
  const [exit, reading] = await Promise.allSettled([process.exit, read, fed]);
  stall.signal.throwIfAborted();
  if ('failure' in own) throw own.failure;
  if (exit.status === 'rejected') throw exit.reason;
  if (reading.status === 'rejected') throw reading.reason;
  if (exit.value.status !== 0) {
    await silence(process);
    throw failure(session.host.name, what, exit.value.status, words());
  }
  output.end();
}

function failure(host: string, what: Words, status: number | null, words: string): ShiplockError {
  const code = /No space left on device/.test(words) ? 'disk-full' : 'command-failed';
  const how =
    status === null
      ? { en: 'was ended', zh: '命令被终止' }
      : { en: `failed with status ${status}`, zh: `状态码 ${status}` };
  const text = {
    en: en`Reading ${what} on ${host} ${how}.`,
    zh: zh`在 ${host} 上读取失败（${how}）：${what}。`,
  };
  return new ShiplockError(code, text, { details: printable(words) });
}
