/** Reads a remote command to its end. */
import type { Readable } from 'node:stream';
import { ShiplockError } from '../../shared/errors.ts';
import type { ChannelProcess, ProcessExit } from './remote-process.ts';

export interface Collected {
  readonly stdout: string;
  /** The last part of it if it was long. */
  readonly stderr: string;
  readonly exit: ProcessExit;
}

const maxStderrBytes = 1024 * 1024;

/**
 * Feeds `input`, and resolves with everything the command printed when it has ended and its output is complete.
 * Ends the command and throws `command-failed` when it prints more than `maxStdoutBytes`.
 */
export async function collect(
  process: ChannelProcess,
  input: string | Buffer | undefined,
  maxStdoutBytes: number,
): Promise<Collected> {
  process.stdin.end(input);
  const stdoutRead = readUpTo(process.stdout, maxStdoutBytes, async () => {
    const tooMuch = new ShiplockError('command-failed', {
      en: `A command printed more than ${maxStdoutBytes} bytes and was ended.`,
      zh: `一条命令的输出超过 ${maxStdoutBytes} 字节，已被终止。`,
    });
    await process.abort(tooMuch);
    throw tooMuch;
  });
  const output = Promise.all([stdoutRead, readTail(process.stderr, maxStderrBytes)]);
  // The exit knows best why an output failed.
  output.catch(() => undefined);
  const exit = await process.exit;
  const [stdout, stderr] = await output;
  return { stdout, stderr, exit };
}

async function readUpTo(source: Readable, maxBytes: number, refuse: () => Promise<never>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) await refuse();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readTail(source: Readable, maxBytes: number): Promise<string> {
  let tail = Buffer.alloc(0);
  for await (const chunk of source as AsyncIterable<Buffer>) {
    tail = Buffer.concat([tail, chunk]).subarray(-maxBytes);
  }
  return tail.toString('utf8');
}
