/** Keeps a second run, also one from another laptop, off the container. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { Step } from '../step.ts';
import { workspaceScript } from '../workspace.ts';

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
    throw new ShiplockError(
      'busy',
      `${plan.container.name} on ${source.host} is being moved by another run.`,
      {
        state: `${source.host} runs it as before.`,
        remedy: 'Wait for it, or finish it with `shiplock resume` on the laptop that began it.',
        details: `The other run's mark: ${stdout.trim()}`,
      },
    );
  },

  async undo({ source, sourceId, plan }) {
    await source.session.script('workspace', workspaceScript, ['unmark', sourceId, plan.key]);
  },
};
