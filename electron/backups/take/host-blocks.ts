/** A file on a host by its blocks: their digests, and those that are asked for. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ShiplockError } from '../../../shared/errors.ts';
import { en, type Words, zh } from '../../../shared/words.ts';
import { commandOutput } from '../../transfer/command-output.ts';
import type { Session } from '../../hosts/session.ts';

const hashScript = readFileSync(new URL('./hash-blocks.sh', import.meta.url), 'utf8');
const sendScript = readFileSync(new URL('./send-blocks.sh', import.meta.url), 'utf8');

export interface HostFile {
  readonly session: Session;
  readonly path: string;
  readonly bytes: number;
  /** How it is cut: a mebibyte holds a whole number of blocks. The last one may be shorter. */
  readonly blockBytes: number;
  /** For people. */
  readonly what: Words;
}

/** Consecutive blocks. */
export interface BlockRange {
  readonly first: number;
  readonly count: number;
}

/** A block is told from another by the first half of its SHA-256: 32 hexadecimal digits. */
export const digestOf = (block: Uint8Array): string => hash('sha256', block, 'hex').slice(0, 32);

/**
 * One for each block, in their order; throws 'transfer-failed' at the end when there were more or fewer. `passing`: a folder on
 * the host that is made for it and goes with it. `onBytes` counts what came over the wire.
 */
export async function* blockDigests(
  { session, path, bytes, blockBytes, what }: HostFile,
  passing: string,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const hash = ['sh', '-c', hashScript, 'hash-blocks', path, String(blockBytes), passing];
  // Digits are half air.
  const command = ['sh', '-c', '"$@" | gzip -1', 'hash-blocks', ...hash];
  const blocks = { en: en`the blocks of ${what}`, zh: zh`${what}的数据块` };
  const output = commandOutput({ session, command, what: blocks, signal });
  const wanted = Math.ceil(bytes / blockBytes);
  const text = output.pipe(counted(onBytes)).pipe(createGunzip());
  output.on('error', (error) => text.destroy(error));
  let told = 0;
  const untold = () =>
    new ShiplockError(
      'transfer-failed',
      {
        en: en`${session.host.name} does not tell the blocks of ${what}.`,
        zh: zh`${session.host.name} 没有给出数据块：${what}。`,
      },
      { details: `${told} of ${wanted}` },
    );
  try {
    for await (const line of createInterface({ input: text })) {
      if (told === wanted || !/^[0-9a-f]{32}$/.test(line)) throw untold();
      told += 1;
      yield line;
    }
  } finally {
    // Whoever has heard enough ends the command.
    output.destroy();
  }
  if (told < wanted) throw untold();
}

/** Their bytes, one after the other; without ranges, the whole file. */
export function blocks(
  { session, path, blockBytes, what }: HostFile,
  ranges: readonly BlockRange[] | undefined,
  signal?: AbortSignal,
): Readable {
  if (ranges === undefined) return commandOutput({ session, command: ['cat', '--', path], what, signal });
  const command = ['sh', '-c', sendScript, 'send-blocks', path, String(blockBytes)];
  const input = ranges.map(({ first, count }) => Buffer.from(`${first} ${count}\n`));
  return commandOutput({ session, command, what, input, signal });
}

const counted = (onBytes: (bytes: number) => void): Transform =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
