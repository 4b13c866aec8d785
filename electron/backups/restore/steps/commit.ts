/**
 * The decision. It is made when this step's intent is in the journal: from then on the restored container is the one, and
 * whatever happens, recovery goes forward.
 */
import type { Step } from '../step.ts';

export const commit: Step = {
  name: 'commit',

  async run({ target, containerId, plan }) {
    if (plan.restartPolicy.name === 'no') return;
    const program = target.engine.restartPolicyProgram(containerId, plan.restartPolicy);
    await target.session.script('restart-policy', program, []);
  },
};
