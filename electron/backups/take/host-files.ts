/** The files of a place on a host while its container runs: what is there, and an archive of some or all of it. */
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { commandOutput } from '../../transfer/command-output.ts';
import type { Session } from '../../hosts/session.ts';
import { zeroEnded } from './zero-ended.ts';

const listScript = readFileSync(new URL('./list-files.sh', import.meta.url), 'utf8');
const sendScript = readFileSync(new URL('./send-files.sh', import.meta.url), 'utf8');

/** As the host has it. Two files with equal stamps and sizes are one that did not change, where `stampsTellChanges`. */
export interface ListedFile {
  /** From the place on; empty for the place itself. */
  readonly name: Buffer;
  /** As `find` has it: f, d, l, p, c, b, s. */
  readonly kind: string;
  readonly size: number;
  /** How many names it has. */
  readonly names: number;
  readonly inode: string;
  /** When its inode changed last: seconds of the host's clock, with ten digits of fraction. */
  readonly changed: string;
}

/** In the order in which the host finds them. */
export async function* listFiles(
  session: Session,
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<ListedFile> {
  const command = ['sh', '-c', listScript, 'list-files', path];
  const names = { en: `the names in ${path}`, zh: `${path} 中的文件名` };
  const output = commandOutput({ session, command, what: names, signal });
  for await (const record of zeroEnded(output)) yield parseListed(record);
}

/** `%y %s %n %i %C@ %P`: only the last field can hold spaces. */
function parseListed(record: Buffer): ListedFile {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < 5) {
    const space = record.indexOf(0x20, from);
    if (space < 0)
      throw new SyntaxError(`not a file as it was asked for: ${record.toString('latin1', 0, 80)}`);
    fields.push(record.toString('latin1', from, space));
    from = space + 1;
  }
  const [kind = '', size, names, inode = '', changed = ''] = fields;
  return { kind, size: Number(size), names: Number(names), inode, changed, name: record.subarray(from) };
}

/**
 * An archive as GNU tar writes it, of these names in the place, of folders without what they hold. Of a place that is a file, of
 * that file, whatever the names.
 */
export function archiveOf(
  session: Session,
  path: string,
  names: AsyncIterable<Buffer>,
  signal?: AbortSignal,
): Readable {
  const command = ['sh', '-c', sendScript, 'send-files', path];
  return commandOutput({
    session,
    command,
    what: { en: `the files in ${path}`, zh: `${path} 中的文件` },
    input: zeroEndedPaths(names),
    signal,
  });
}

async function* zeroEndedPaths(names: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const name of names) yield Buffer.concat([Buffer.from('./'), name, Buffer.of(0)]);
}
