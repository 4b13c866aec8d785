/** Pauses the container on the source. From here on its users wait. */
import { lockNetwork, unlockNetwork } from '../../checkpoint/network-lock.ts';
import { outerAddresses } from '../../preflight/connections.ts';
import { freeHeadroom } from '../headroom.ts';
import { sourceContainer } from '../source-container.ts';
import type { Step } from '../step.ts';

const never = { name: 'no', maximumRetries: 0 };

export const freeze: Step = {
  name: 'freeze',

  async run(move) {
    const { source, sourceId, plan } = move;
    const now = await sourceContainer(move);
    // A reboot of the source while the copy on the target may run must not bring it back to life here.
    if (plan.container.restartPolicy.name !== 'no') await source.engine.setRestartPolicy(sourceId, never);
    await freeHeadroom(move, 'source');
    move.log.freezeBegins();
    if (now.state !== 'paused') await move.log.part('pause', () => source.engine.pause(sourceId));
    if (outerAddresses(plan.container).length > 0)
      await move.log.part('network lock', () => lockNetwork(source.session, now.pid));
  },

  async undo({ source, sourceId, plan }) {
    const now = await source.engine.container(sourceId);
    if (now === undefined) return;
    if (outerAddresses(plan.container).length > 0 && now.pid > 0)
      await unlockNetwork(source.session, now.pid);
    await source.engine.unpause(sourceId);
    const { restartPolicy } = plan.container;
    if (restartPolicy.name !== 'no') await source.engine.setRestartPolicy(sourceId, restartPolicy);
  },
};
