/** Nothing of this run stays behind on either host but the runtime that the container now uses. */
import { closeWorkspace, workspaceScript } from '../workspace.ts';
import type { Step } from '../step.ts';

export const tidy: Step = {
  name: 'tidy',

  async run({ source, target, sourceId, plan }) {
    await source.session.script('workspace', workspaceScript, ['unmark', sourceId, plan.key]);
    await Promise.all([closeWorkspace(source.session, plan.key), closeWorkspace(target.session, plan.key)]);
  },
};
