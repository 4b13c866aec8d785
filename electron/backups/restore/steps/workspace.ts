/** A folder on the target for the checkpoint, in memory where it fits. */
import { closeWorkspace, openWorkspace } from '../../../migration/workspace.ts';
import type { Step } from '../step.ts';

/** Beside the checkpoint, for what passes. */
const spareBytes = 16 * 1024 * 1024;

export const workspace: Step = {
  name: 'workspace',
  isVolatile: true,

  async run(restoration) {
    const { target, plan } = restoration;
    const bytes = (plan.withMemory ? plan.checkpointBytes : 0) + spareBytes;
    restoration.note('workspace', { folder: await openWorkspace(target.session, plan.key, bytes) });
  },

  async undo({ target, plan }) {
    await closeWorkspace(target.session, plan.key);
  },
};
