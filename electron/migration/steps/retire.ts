/** Takes the source's copy away, or parks it; it never runs again. */
import { readFileSync } from 'node:fs';
import type { Move } from '../move.ts';
import { startAfterPowerLoss } from '../power-loss.ts';
import type { Step } from '../step.ts';

const script = readFileSync(new URL('../kill-frozen.sh', import.meta.url), 'utf8');

export const retire: Step = {
  name: 'retire',

  async run(move) {
    const { source, sourceId, plan } = move;
    // The target's copy is to be the only one from here on: it must be there.
    await startAfterPowerLoss(move);
    const left = await source.engine.container(sourceId);
    if (left !== undefined) {
      // All its processes are as good as dead before the engine thaws it to end it: none takes another step.
      await source.session.script('kill-frozen', script, [source.engine.runtimeRoot, sourceId]);
      if (plan.keepSource && !plan.container.removedOnExit) {
        await source.engine.kill(sourceId);
        const parked = parkedName(move);
        if (left.name !== parked) await source.engine.rename(sourceId, parked);
      } else {
        await source.engine.remove(sourceId);
      }
    }
    if (!plan.keepSource) await removeVolumes(move);
  },
};

export const parkedName = ({ plan, run }: Move): string => `${plan.container.name}-parked-${run}`;

/** Folders of the host that were mounted stay: they are the user's, not the container's. */
async function removeVolumes({ source, plan }: Move): Promise<void> {
  for (const { name, isCopied } of plan.volumes) {
    if (!isCopied || (await source.engine.volumeUsers(name)).length > 0) continue;
    await source.engine.removeVolume(name);
  }
}
