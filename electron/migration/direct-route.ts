/** The direct route of a move: what it needs, and what is left of it. */
import type { BothLanguages } from '../../shared/words.ts';
import { type DirectEnds, removeDirect } from '../transfer/direct.ts';
import type { Move } from './move.ts';

export function directEnds({ source, target, plan, openApart }: Move): DirectEnds {
  return {
    source: source.session,
    target: target.session,
    key: plan.key,
    openApart: (agent, signal) => openApart(source.host, agent, signal),
  };
}

/** Nothing of it is left on either host, also of one that another process opened. Does nothing where there never was one. */
export async function closeDirectRoute(move: Move): Promise<void> {
  await move.route.closeDirect();
  if (move.recall('route').isOpened) await removeDirect(directEnds(move));
}

/** After a lost link, or in another process: the connection went with it, and may have left transfers behind. */
export async function resumeByRelay(move: Move, why: BothLanguages): Promise<void> {
  const { kind, isOpened } = move.recall('route');
  if (!isOpened) return;
  await closeDirectRoute(move);
  if (kind !== 'direct' || move.log.route === 'direct-then-relay') return;
  const before = move.journal.steps.of(move.run);
  if (before.some(({ name, state }) => name === 'deliver' && state === 'done')) return;
  move.log.fellBack(why);
}
