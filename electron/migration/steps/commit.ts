/**
 * The decision. It is made when this step's intent is in the journal: from then on the container belongs to the target,
 * and whatever happens, recovery goes forward.
 */
import type { Step } from '../step.ts';

export const commit: Step = {
  name: 'commit',

  async run({ target, targetId, plan }) {
    const { restartPolicy } = plan.container;
    if (restartPolicy.name === 'no') return;
    // On the disk before the source's copy is taken away: a target that loses its power then starts it again.
    const program = target.engine.restartPolicyProgram(targetId, restartPolicy);
    await target.session.script('restart-policy', program, []);
  },
};
