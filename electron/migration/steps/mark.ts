/** Keeps a second run, also one from another laptop, off the container. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { Step } from '../step.ts';
import { markedByAnother, workspaceScript } from '../workspace.ts';

export const mark: Step = {
  name: 'mark',

  async run({ source, sourceId, plan }) {
    const args = ['mark', sourceId, plan.key];
    const { status, stdout, stderr } = await source.session.script('workspace', workspaceScript, args, {
      allowFailure: true,
    });
    if (status === 0) return;
    if (status !== 9)
      throw new ShiplockError('command-failed', `${source.host} has no room in /run.`, { details: stderr });
    throw markedByAnother(source.host, plan.container.name, stdout.trim());
  },

  async undo({ source, sourceId, plan }) {
    await source.session.script('workspace', workspaceScript, ['unmark', sourceId, plan.key]);
  },
};
