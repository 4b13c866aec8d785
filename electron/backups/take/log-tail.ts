/** The end of what a container has printed, for whoever looks at its restore point later. */
import { z } from 'zod';
import type { Container } from '../../engines/container.ts';
import type { Engine } from '../../engines/engine.ts';
import { printableLines } from '../../../shared/printable.ts';
import type { Session } from '../../hosts/session.ts';

const tailBytes = 64 * 1024;

const jsonLine = z.object({ log: z.string() });

/** Fewer where they are long. */
const tailLines = 1000;

/** From the files themselves where they can be read, else as the engine tells it. Empty where that does not. */
export async function logTail(session: Session, engine: Engine, container: Container): Promise<string> {
  const { log } = container;
  if (log?.driver !== 'json-file') return await toldTail(session, engine, container);
  const file = `${log.folder}/${log.prefix}`;
  const { stdout } = await session.exec(['tail', '-c', String(tailBytes), '--', file], {
    allowFailure: true,
  });
  return printableLines(readJsonLog(stdout));
}

async function toldTail(session: Session, engine: Engine, { id }: Container): Promise<string> {
  // What the command says of a log that it cannot read is none.
  const script = 'bytes=$1; shift; told=$("$@" 2>&1) && printf "%s\\n" "$told" | tail -c "$bytes"';
  const command = ['sh', '-c', script, 'log-tail', String(tailBytes), ...engine.logCommand(id, tailLines)];
  const { stdout, status } = await session.exec(command, { allowFailure: true });
  return status === 0 ? printableLines(stdout) : '';
}

/** The first line may be cut off, and is left out then. */
function readJsonLog(text: string): string {
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
