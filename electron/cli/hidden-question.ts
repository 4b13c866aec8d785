/** A question on the terminal whose answer is not shown. */
import type { ReadStream } from 'node:tty';

const enter = new Set(['\r', '\n']);
const interrupt = '\u0003';
const endOfInput = '\u0004';
const eraseLine = '\u0015';
const erase = new Set(['\u007f', '\b']);

/**
 * The line typed on `terminal`, with nothing of it echoed; the question goes to `output`. Undefined for Ctrl-D on an empty
 * line, and when `signal` aborts. Ctrl-C is what it always is.
 */
export async function askHidden(
  terminal: ReadStream,
  output: NodeJS.WritableStream,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  let line = '';
  const onData = (chunk: string): void => {
    for (const character of chunk) {
      if (enter.has(character)) resolve(line);
      else if (character === interrupt) process.kill(process.pid, 'SIGINT');
      else if (character === endOfInput && line === '') resolve(undefined);
      else if (character === eraseLine) line = '';
      else if (erase.has(character)) line = [...line].slice(0, -1).join('');
      else line += character;
    }
  };
  const giveUp = (): void => resolve(undefined);
  terminal.setRawMode(true);
  output.write(question);
  terminal.setEncoding('utf8').on('data', onData).once('end', giveUp).resume();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', giveUp);
    terminal.off('data', onData).off('end', giveUp).pause();
    terminal.setRawMode(false);
    output.write('\n');
  }
}
