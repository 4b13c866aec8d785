/**
 * The source's restart policy from the moment on from which a rescue is possible. A source that went down and comes back
 * hours later, when its container was started from a round on the target, must not start a second copy; nobody can reach
 * it then to say so. So the policy is off before a first complete round is noted.
 *
 * It is off under a lease: a source that has no word from the laptop gives it back by itself, so that a laptop that dies
 * does not leave a container that no boot starts again. What remains is a source that was cut off for so long, and only
 * then lost its power, and whose container was rescued meanwhile: when it boots it runs its copy until it is contacted.
 */
import type { Move } from './move.ts';
import { readMark } from './mark.ts';
import { giveRestartBack, holdLease, isRestarted } from './source-lease.ts';

/** Before a complete round is noted. */
export async function holdRestartPolicy(move: Move): Promise<void> {
  if (!isRestarted(move)) return;
  move.note('rounds', { isPolicyHeld: true });
  await holdLease(move, move.plan.container.pid);
  if (!move.plan.isSourceReadOnly) move.note('rounds', { isPolicyOff: true });
}

/** Does what the policy would have done meanwhile, and gives it back. Does nothing if it was not held. */
export async function giveBackRestartPolicy(move: Move): Promise<void> {
  const { source, sourceId, plan } = move;
  if (move.recall('rounds').isPolicyHeld !== true) return;
  await move.lease.release();
  const now = await source.engine.container(sourceId);
  if (now === undefined) return;
  const { restartPolicy } = plan.container;
  await giveRestartBack(move);
  if (now.state !== 'exited') return;
  if (restartPolicy.name === 'on-failure' && now.exitCode === 0) return;
  await source.engine.start(sourceId);
  move.isStartedAnew = true;
}

/** The source went down since the run marked the container there: the mark lies in memory. */
export async function hasRestarted({ source, sourceId, plan }: Move): Promise<boolean> {
  return (await readMark(source.session, sourceId)) !== plan.key;
}
