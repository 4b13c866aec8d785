/**
 * The source promises not to let its copy go on by itself any more: only then may the target be given leave to run its
 * own. `lease.md` says why.
 */
import { asShiplockError } from '../../../shared/errors.ts';
import type { Move } from '../move.ts';
import type { Step } from '../step.ts';

export const fence: Step = {
  name: 'fence',

  async run(move) {
    try {
      await move.log.part('fence', () => move.lease.promise());
    } catch (thrown) {
      if (asShiplockError(thrown).code !== 'lease-over' || !(await isDead(move))) throw thrown;
    }
  },
};

/**
 * The source's copy ended while it was frozen, with its host for instance, and nothing there starts it again. One that went
 * on and ended then is not dead in this sense: it was further than what the target has.
 */
export async function isDead({ source, sourceId, lease }: Move): Promise<boolean> {
  const left = await source.engine.container(sourceId);
  if (left !== undefined && (left.state !== 'exited' || left.restartPolicy.name !== 'no')) return false;
  return lease.isFrozen();
}
