/** Nothing of this run stays behind on either host but the runtime that the container now uses. */
import { unmarkContainer } from '../mark.ts';
import { closeWorkspace } from '../workspace.ts';
import { startAfterPowerLoss } from '../power-loss.ts';
import { closeDirectRoute } from '../direct-route.ts';
import type { Step } from '../step.ts';

export const tidy: Step = {
  name: 'tidy',

  async run(move) {
    const { source, target, leased, plan } = move;
    await startAfterPowerLoss(move);
    await closeDirectRoute(move);
    await unmarkContainer(source.session, leased);
    await Promise.all([closeWorkspace(source.session, plan.key), closeWorkspace(target.session, plan.key)]);
  },
};
