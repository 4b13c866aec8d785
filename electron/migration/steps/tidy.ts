/** Nothing of this run stays behind on either host but the runtime that the container now uses. */
import { closeWorkspace, workspaceScript } from '../workspace.ts';
import { closeDirectRoute } from '../direct-route.ts';
import type { Step } from '../step.ts';

export const tidy: Step = {
  name: 'tidy',

  async run(move) {
    const { source, target, sourceId, plan } = move;
    await closeDirectRoute(move);
    await source.session.script('workspace', workspaceScript, ['unmark', sourceId, plan.key]);
    await Promise.all([closeWorkspace(source.session, plan.key), closeWorkspace(target.session, plan.key)]);
  },
};
