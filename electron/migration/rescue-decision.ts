/** The decision to rescue a run, as its journal has it, and how it is taken back. */
import { stopWaiting } from '../checkpoint/shim.ts';
import type { RescuePoint } from '../../shared/model.ts';
import { removeDirectFromTarget } from '../transfer/direct.ts';
import type { Move } from './move.ts';
import { unpark } from './park.ts';
import { wayLost } from './source-loss.ts';
import { stateOf } from './step-state.ts';
import { closeWorkspace } from './workspace.ts';

/** The point that the run was decided to be rescued from, if it was. */
export function rescueOf(move: Move): RescuePoint | undefined {
  const state = stateOf(move, 'commit');
  return state === undefined || state === 'undone' ? undefined : move.recall('commit').rescue;
}

/**
 * Takes the decision back if the source has come back with the container before the target started its own: then there
 * is nothing to be rescued.
 */
export async function withdrawNeedless(move: Move): Promise<void> {
  if (rescueOf(move) === undefined || stateOf(move, 'resume') === 'done') return;
  if ((await wayLost(move)) === undefined && (await hasLife(move))) await withdrawRescue(move);
}

/** On the source. */
async function hasLife({ source, sourceId }: Move): Promise<boolean> {
  const now = await source.engine.container(sourceId);
  return now?.state === 'running' || now?.state === 'paused';
}

/** Takes the decision back while no copy has ever run on the target. Does nothing for a run that is not being rescued. */
export async function withdrawRescue(move: Move): Promise<void> {
  if (rescueOf(move) === undefined || stateOf(move, 'resume') === 'done') return;
  await move.target.connectWithin(move.patienceMs);
  const copy = await move.target.engine.container(move.targetId);
  if (copy !== undefined && copy.state !== 'created') return;
  // Its folder stays until the copy is gone: without it a start that is still on its way would begin the program anew.
  await stopWaiting(move.target.session, move.targetId);
  const { steps } = move.journal;
  if (stateOf(move, 'retire') !== undefined) {
    await move.source.connectWithin(move.patienceMs);
    await unpark(move);
    steps.undone(move.run, 'retire');
  }
  if (stateOf(move, 'resume') !== undefined) steps.undone(move.run, 'resume');
  steps.undone(move.run, 'commit');
}

/** A rescue that was declined leaves nothing on the target, also if the source, and so the way back, has to be waited for. */
export async function forgetDeclined(move: Move): Promise<void> {
  if (!move.isDeclined || stateOf(move, 'create') !== 'undone') return;
  try {
    if (move.recall('route').isOpened) await removeDirectFromTarget(move.target.session, move.plan.key);
    await closeWorkspace(move.target.session, move.plan.key);
  } catch {
    // The way back, when both hosts are there, does it.
  }
}
