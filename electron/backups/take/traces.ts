/** What a take leaves on its host while it goes on, and how it is taken away: also by another process, after a death. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorData } from '../../../shared/errors.ts';
import { endDumpRound } from '../../checkpoint/dump.ts';
import type { Engine } from '../../engines/engine.ts';
import type { Session } from '../../hosts/session.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Take } from '../../journal/takes.ts';
import { unmarkContainer } from '../../migration/mark.ts';
import { closeWorkspace } from '../../migration/workspace.ts';

/** The take's own folder on the laptop, for passing files. */
export const scratchOf = (parent: string, { key }: Take): string => join(parent, key);

/** Safe to repeat, and where there is nothing. The container goes on, should a pause have been cut short. */
export async function clearTraces(session: Session, engine: Engine, take: Take): Promise<void> {
  for (const place of ['/run/shiplock', '/var/lib/shiplock'])
    await endDumpRound(session, engine.runtimeRoot, take.containerId, `${place}/${take.key}`);
  await closeWorkspace(session, take.key);
  await unmarkContainer(session, take);
}

const died: ErrorData = { code: 'internal', message: 'The process that took it has died.' };

/** Before anything else is done with a host: what takes that died have left there, and on the laptop, goes. */
export async function clearDeadTakes(
  session: Session,
  engine: Engine,
  journal: Journal,
  scratch: string,
): Promise<void> {
  for (const take of journal.takes.of(session.host.name)) {
    if (take.isAlive) continue;
    await clearTraces(session, engine, take);
    rmSync(scratchOf(scratch, take), { recursive: true, force: true });
    journal.takes.end(take, { error: died });
  }
}
