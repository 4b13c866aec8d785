/** The end of what a container has printed, for whoever looks at its restore point later. */
import { z } from 'zod';
import type { Container } from '../../engines/engine.ts';
import { printableLines } from '../../../shared/printable.ts';
import type { Session } from '../../hosts/session.ts';

const tailBytes = 64 * 1024;

const jsonLine = z.object({ log: z.string() });

/** Empty where the engine keeps no log in files, or in another format than `json-file`. */
export async function logTail(session: Session, { log }: Pick<Container, 'log'>): Promise<string> {
  if (log?.driver !== 'json-file') return '';
  const file = `${log.folder}/${log.prefix}`;
  const { stdout } = await session.exec(['tail', '-c', String(tailBytes), '--', file], {
    allowFailure: true,
  });
  return printableLines(readJsonLog(stdout));
}

/** The first line may be cut off, and is left out then. */
export function readJsonLog(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      try {
        return jsonLine.parse(JSON.parse(line)).log;
      } catch {
        return '';
      }
    })
    .join('');
}
