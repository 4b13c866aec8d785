/** What a take leaves on its host while it goes on, and how it is taken away: also by another process, after a death. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorData } from '../../../shared/errors.ts';
import { endDumpRound } from '../../checkpoint/dump-round.ts';
import type { Engine } from '../../engines/engine.ts';
import type { Session } from '../../hosts/session.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Take } from '../../journal/takes.ts';
import { readMark, unmarkContainer } from '../../migration/mark.ts';
import { closeWorkspace } from '../../migration/workspace.ts';

/** The take's own folder on the laptop, for passing files. */
export const scratchOf = (parent: string, { key }: Take): string => join(parent, key);

/** A folder on the host, beside the engine's own data: clones of files lie on the file system that the files lie on. */
export async function clonesOf(engine: Engine, { key }: Take): Promise<string> {
  return `${(await engine.facts()).rootDir}/shiplock-${key}`;
}

/**
 * Safe to repeat, and where there is nothing. A container that was left paused by a pause cut short goes on; one that anybody
 * else has paused does not.
 */
export async function clearTraces(session: Session, engine: Engine, take: Take): Promise<void> {
  for (const folder of await foldersOfDumps(session, engine, take))
    await endDumpRound(session, engine.runtimeRoot, take.containerId, folder);
  await closeWorkspace(session, take.key);
  await unmarkContainer(session, take);
  await session.exec(['rm', '-rf', '--', await clonesOf(engine, take)]);
}

/**
 * Where a dump had begun, which `endDumpRound` waits for: elsewhere it would let go on what a dump under way holds. None for a
 * container that is not marked for this take, or that its user has paused.
 */
async function foldersOfDumps(session: Session, engine: Engine, take: Take): Promise<string[]> {
  if ((await readMark(session, take.containerId)) !== take.key) return [];
  const folders = ['/run/shiplock', '/var/lib/shiplock'].map((place) => `${place}/${take.key}`);
  const locks = folders.map((folder) => `${folder}/dump.lock`);
  const { stdout } = await session.exec(['find', ...locks, '-maxdepth', '0'], { allowFailure: true });
  const found = stdout.split('\n');
  if (stdout === '' || (await engine.container(take.containerId))?.state === 'paused') return [];
  return folders.filter((_, index) => found.includes(locks[index] ?? ''));
}

const died: ErrorData = {
  code: 'internal',
  message: { en: 'The process that took it has died.', zh: '创建它的进程已中止。' },
};

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
    if (take.isOver) journal.takes.forget(take);
    else journal.takes.end(take, { error: died });
  }
}
