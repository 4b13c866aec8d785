/** What becomes of a run that was interrupted: the journal decides, the steps ask the hosts what is true. */
import { ShiplockError } from '../../shared/errors.ts';
import { resumeByRelay } from './direct-route.ts';
import { goBack, goForward, isCommitted, stateOf } from './executor.ts';
import type { Move } from './move.ts';
import { onlyTargetLives } from './steps/resume.ts';

/**
 * Committed: forward, whatever happens. Frozen and not committed: back, which has the container running again in
 * milliseconds; but forward when only the target's copy lived through it. Being rolled back already: back. Before the freeze: forward, since every step can be repeated.
 */
export async function recover(move: Move): Promise<void> {
  if (isCommitted(move) || (await hasNoWayBack(move))) {
    await continueForward(move);
    return;
  }
  const before = move.journal.steps.of(move.run);
  const isGoingBack = before.some(({ state }) => state === 'undone' || state === 'failed');
  if (isGoingBack || stateOf(move, 'freeze') !== undefined) {
    await goBack(move, new ShiplockError('cancelled', 'The run was interrupted and has been taken back.'));
    return;
  }
  await continueForward(move);
}

async function continueForward(move: Move): Promise<void> {
  await Promise.all([move.source.connect(move.signal), move.target.connect(move.signal)]);
  await resumeByRelay(move, 'The run was interrupted, and went on over the relay.');
  await goForward(move);
}

async function hasNoWayBack(move: Move): Promise<boolean> {
  const resumed = stateOf(move, 'resume');
  if (resumed === undefined || resumed === 'undone') return false;
  try {
    await Promise.all([move.source.connect(move.signal), move.target.connect(move.signal)]);
  } catch {
    // The way back waits for the hosts, and looks again itself.
    return false;
  }
  return onlyTargetLives(move);
}

/** Throws 'usage' for a run that is committed: then a move in the other direction is what leads back. */
export async function rollBack(move: Move): Promise<void> {
  if (isCommitted(move)) {
    throw new ShiplockError('usage', `Run ${move.run} is committed; there is nothing to take back.`, {
      state: `${move.target.host} runs ${move.plan.container.name}.`,
      remedy: `To bring it back: shiplock migrate ${move.plan.container.name} --from ${move.target.host} --to ${move.source.host}`,
    });
  }
  await goBack(move, new ShiplockError('cancelled', 'The run was taken back as asked.'));
}
