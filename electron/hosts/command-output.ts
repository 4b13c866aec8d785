/** A command's output as a stream that ends only when all of it was there and the command succeeded. */
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { printable } from '../../shared/printable.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Session } from './session.ts';

export interface OutputRequest {
  readonly session: Session;
  readonly command: readonly string[];
  /** For people: "the files of volume readings". */
  readonly what: string;
  /** The command's standard input; without it, an empty one. */
  readonly input?: Iterable<Buffer> | AsyncIterable<Buffer> | undefined;
  /** On abort the command is ended on the host, and the stream fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Enough for a command's last words; a host that talks without end cannot fill the laptop's memory. */
const keptErrorChars = 16_384;

/**
 * Fails with 'command-failed' and the command's words, 'link-lost', or the signal's reason. Destroying the stream ends the
 * command.
 */
export function commandOutput(request: OutputRequest): Readable {
  const output = new PassThrough({ highWaterMark: 1024 * 1024 });
  // Whoever reads hears of it; a stream that nobody reads any more must not end Shiplock.
  output.on('error', () => undefined);
  carry(request, output).catch((thrown: unknown) => output.destroy(thrown as Error));
  return output;
}

async function carry(request: OutputRequest, output: PassThrough): Promise<void> {
  const { session, command, what, input = [], signal } = request;
  const process = await session.open(command, signal ? { signal } : {});
  let words = '';
  process.stderr.on('data', (chunk: Buffer) => {
    if (words.length < keptErrorChars) words += chunk.toString('utf8');
  });
  process.stderr.on('error', () => undefined);
  output.once('close', () => {
    if (!output.writableFinished) process.terminate();
  });
  // A command that ends before it has read all of its input says by its status whether that is a failure.
  const fed = pipeline(input, process.stdin).catch(() => undefined);
  await pipeline(process.stdout, output, { end: false });
  const { status } = await process.exit;
  await fed;
  if (status !== 0) throw failure(session.host.name, what, status, words);
  output.end();
}

function failure(host: string, what: string, status: number | null, words: string): ShiplockError {
  const details = printable(words.trim());
  const code = /No space left on device/.test(words) ? 'disk-full' : 'command-failed';
  const how = status === null ? 'was ended' : `failed with status ${status}`;
  return new ShiplockError(code, `Reading ${what} on ${host} ${how}.`, { details });
}
