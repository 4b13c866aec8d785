/** Pauses the container on the source. From here on its users wait, and the source has a lease on it. */
import { networkLockProgram, unlockNetwork } from '../../checkpoint/network-lock.ts';
import { freeHeadroom } from '../headroom.ts';
import type { Move } from '../move.ts';
import { giveRestartBack, holdLease, isRestarted, mustBeSilent } from '../source-lease.ts';
import { sourceContainer } from '../source-container.ts';
import type { Step } from '../step.ts';

export const freeze: Step = {
  name: 'freeze',

  async run(move) {
    const { source, sourceId, lease } = move;
    const now = await sourceContainer(move);
    // A reboot of the source while the copy on the target may run must not bring it back to life here.
    await holdLease(move, now.pid);
    await freeHeadroom(move, 'source');
    const pause = now.state === 'paused' ? '' : source.engine.pauseProgram(sourceId);
    const lock = mustBeSilent(move) ? networkLockProgram('lock', now.pid) : '';
    move.log.freezeBegins();
    await move.log.part('pause', () => lease.within(`set -e\n${pause}${lock}`));
  },

  async undo(move) {
    const { source, sourceId, lease } = move;
    await lease.release();
    // What a lease that went with its host, or of an earlier version, leaves to be done.
    const now = await source.engine.container(sourceId);
    if (now !== undefined) {
      if (mustBeSilent(move) && now.pid > 0) await unlockNetwork(source.session, now.pid);
      await source.engine.unpause(sourceId);
      if (isRestarted(move)) {
        await giveRestartBack(move);
        // It ended with its host, which would have started it again, had it not been frozen.
        if (now.state === 'exited') await startAnew(move);
      }
    }
  },
};

async function startAnew(move: Move): Promise<void> {
  await move.source.engine.start(move.sourceId);
  move.isStartedAnew = true;
}
