/** The source's copy after a rescue: it may hold what is newer than the point that the target started from. */
import { isReadOnlyFailure } from '../hosts/read-only-failure.ts';
import type { Move } from './move.ts';
import { neverRestart } from './source-lease.ts';
import { parkedName } from './steps/retire.ts';

/**
 * Stops it for good, renamed, with all its data; tells whether it was running. A container that would be removed when it
 * ends is only paused. Safe to repeat.
 */
export async function parkSource(move: Move): Promise<'ran' | 'stood' | 'gone'> {
  const { source, sourceId, plan } = move;
  const left = await source.engine.container(sourceId);
  if (left === undefined) return 'gone';
  const ran = left.state === 'running' || left.state === 'restarting';
  if (plan.container.removedOnExit) {
    if (ran) await source.session.script('pause', source.engine.pauseProgram(sourceId), []);
  } else {
    await unlessReadOnly(move, () => source.engine.setRestartPolicy(sourceId, neverRestart));
    await source.engine.kill(sourceId);
  }
  const parked = parkedName(move);
  if (left.name !== parked) await unlessReadOnly(move, () => source.engine.rename(sourceId, parked));
  return ran ? 'ran' : 'stood';
}

/** It must end in any case; what could not be written down is told, once. */
async function unlessReadOnly({ log, source, plan }: Move, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!isReadOnlyFailure(thrown)) throw thrown;
    const { name } = plan.container;
    log.remark({
      en: `The disk of ${source.host} is read-only: its copy of ${name} has ended, but that could not be written down there. Keep ${source.host} off until it is removed there.`,
      zh: `${source.host} 的磁盘是只读的：其上的 ${name} 副本已结束，但无法在那里记录下来。在删除该副本之前，请勿让 ${source.host} 开机。`,
    });
  }
}

/** Under its own name again, as it stands. Does nothing where nothing was parked. */
export async function unpark(move: Move): Promise<void> {
  const { source, sourceId, plan } = move;
  const left = await source.engine.container(sourceId);
  if (left?.name === parkedName(move)) await source.engine.rename(sourceId, plan.container.name);
}
