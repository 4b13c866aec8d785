/** What `direct-send.sh` prints, as it comes: how far dd is, and at the end how everything ended. */
import { finished } from 'node:stream/promises';
import { wholeNumber } from '../hosts/whole-number.ts';
import type { ProcessExit, RemoteProcess } from '../hosts/session.ts';

/** Bounded everywhere: a host that prints digits or brackets without end must not cost more than reading them. */
const progress = /(?<!\d)(\d{1,15}) bytes? (?:\([^()]{0,64}\) )?copied/g;

/** More than any line of it. */
const tailChars = 512;

/**
 * Resolves with the status of the command, or else of the connection's end; `onBytes` has by then been called with every
 * byte that the command sent. Rejects as `sender.exit` does.
 */
export async function followSender(
  sender: Pick<RemoteProcess, 'stdout' | 'exit'>,
  onBytes: (bytes: number) => void,
): Promise<ProcessExit> {
  let tail = '';
  let told = 0;
  let command: number | null = null;
  let route: number | null = null;
  sender.stdout.on('data', (chunk: Buffer) => {
    tail += chunk.toString('latin1');
    const sent = wholeNumber([...tail.matchAll(progress)].at(-1)?.[1]) ?? told;
    if (sent > told) onBytes(sent - told);
    told = Math.max(told, sent);
    command ??= statusIn(tail, /command (\d{1,3})\n/);
    route ??= statusIn(tail, /route (\d{1,3})\n/);
    tail = tail.slice(-tailChars);
  });
  const read = finished(sender.stdout);
  // The exit knows best why an output failed.
  read.catch(() => undefined);
  const exit = await sender.exit;
  await read;
  if (exit.status !== 0) return exit;
  return { status: command === 0 ? route : command };
}

function statusIn(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
