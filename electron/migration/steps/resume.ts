/** Lets the container go on, on the target. */
import { restoreFailure } from '../../checkpoint/restore-failure.ts';
import { letGo, stopWaiting } from '../../checkpoint/shim.ts';
import { ShiplockError } from '../../../shared/errors.ts';
import type { Move } from '../move.ts';
import type { Step } from '../step.ts';

export const resume: Step = {
  name: 'resume',
  guardsSource: true,

  async run(move) {
    const { target, targetId } = move;
    // Let go before the link was lost, or by a process that was interrupted, and on its way since.
    const isFirst = move.frozen !== undefined && !move.isLetGo;
    move.isLetGo = true;
    if (!isFirst) {
      move.starting = undefined;
      if (await runsOnTarget(move)) return;
    }
    await move.log.part('restore', async () => {
      // Leave comes first: where nothing waits for it any more, after a reboot of the target, a start would not restore
      // the program but begin it anew.
      await letGo(target.session, targetId);
      try {
        await (move.starting ?? target.engine.start(targetId));
      } catch (error) {
        throw await restoreFailure(target.session, targetId, error);
      }
    });
    const round = move.log.freezeEnds();
    if (round !== undefined) move.events.round({ run: move.run, round });
  },

  async undo(move) {
    const { containerId } = move.recall('create');
    if (containerId === undefined) return;
    if (await onlyTargetLives(move)) throw noWayBack(move);
    // Written down first: the removal may be on its way for long, and then a copy that still runs is not to be relied on.
    const hasRun = move.recall('resume').hasRun === true || (await runsOnTarget(move));
    move.annotate('resume', { isTakenBack: true, hasRun });
    await stopWaiting(move.target.session, containerId);
    // Gone before the source's copy may run again, whatever else is left to be undone.
    await move.target.engine.remove(containerId);
  },
};

/** The source's copy ended while it was frozen, by a reboot for instance, and the target's runs. */
export async function onlyTargetLives(move: Move): Promise<boolean> {
  const left = await move.source.engine.container(move.sourceId);
  if (left?.state === 'paused' || left?.state === 'running') return false;
  return runsOnTarget(move);
}

/** By the list: asked about one container that is being started, and waits for its checkpoint, Docker does not answer. */
export async function runsOnTarget({ target, targetId }: Move): Promise<boolean> {
  const containers = await target.engine.list();
  return containers.some(({ id, state }) => id === targetId && state === 'running');
}

function noWayBack({ source, target, plan, run }: Move): ShiplockError {
  const { name } = plan.container;
  const text = {
    en: `The copy on ${source.host} ended while it was frozen.`,
    zh: `${source.host} 上的副本在冻结期间结束了。`,
  };
  return new ShiplockError('attention', text, {
    state: {
      en: `${target.host} runs ${name}; that is the only copy, and it stays.`,
      zh: `${name} 正在 ${target.host} 上运行；这是唯一的副本，予以保留。`,
    },
    remedy: { en: `Finish the move: shiplock resume ${run}`, zh: `继续完成迁移：shiplock resume ${run}` },
  });
}
