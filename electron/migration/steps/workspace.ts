/** A folder on each host for the checkpoint, in memory where it fits. */
import type { Step } from '../step.ts';
import { closeWorkspace, openWorkspace, workspaceBytes } from '../workspace.ts';

export const workspace: Step = {
  name: 'workspace',

  async run(move) {
    const bytes = workspaceBytes(move.plan.memoryBytes, move.plan.tracksDirtyPages);
    const [source, target] = await Promise.all([
      openWorkspace(move.source.session, move.plan.key, bytes),
      openWorkspace(move.target.session, move.plan.key, bytes),
    ]);
    move.note('workspace', { source, target });
  },

  async undo({ source, target, plan }) {
    await Promise.all([closeWorkspace(source.session, plan.key), closeWorkspace(target.session, plan.key)]);
  },
};
