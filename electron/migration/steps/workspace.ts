/** A folder on each host for the checkpoint, in memory where it fits. */
import { checkpointShare } from '../../preflight/checks/space.ts';
import type { Step } from '../step.ts';
import { closeWorkspace, openWorkspace } from '../workspace.ts';

/** CRIU's other images beside the memory: processes, files, sockets, tmpfs contents. */
const beyondMemoryBytes = 64 * 1024 * 1024;

export const workspace: Step = {
  name: 'workspace',

  async run(move) {
    const bytes = move.plan.memoryBytes * checkpointShare(move.plan.tracksDirtyPages) + beyondMemoryBytes;
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
