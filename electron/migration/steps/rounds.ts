/** Rounds of pre-copy while the container runs: first files, then memory, each for as long as another one pays. */
import type { Round } from '../../../shared/model.ts';
import { vitals } from '../../checkpoint/vitals.ts';
import { probeRate } from '../../transfer/rate.ts';
import { anotherFilesRoundPays, anotherMemoryRoundPays, memoryRoundPays } from '../estimate.ts';
import { chooseFor } from '../compression.ts';
import { filesRound, readyForRounds } from '../files-round.ts';
import { memoryRound } from '../memory-round.ts';
import { holdHeadroom } from '../headroom.ts';
import type { Move } from '../move.ts';
import { parcelsOf } from '../parcels.ts';
import type { Step } from '../step.ts';

export const rounds: Step = {
  name: 'rounds',

  async run(move) {
    await readyForRounds(move);
    if (move.plan.maxRounds === 0) return;
    const parcels = await parcelsOf(move);
    move.compression.files = await chooseFor(
      move,
      'files',
      parcels.map(({ from }) => from),
    );
    await Promise.all([
      repeat(move, () => filesRound(move, parcels), anotherFilesRoundPays),
      holdHeadroom(move, 'source'),
      holdHeadroom(move, 'target'),
    ]);
    if (await firstMemoryRoundPays(move)) await repeat(move, () => memoryRound(move), anotherMemoryRoundPays);
  },

  async undo({ source, sourceId }) {
    // A memory round that broke off may have left it paused.
    await source.engine.unpause(sourceId);
  },
};

/** At least once, and then for as long as it pays, within the limit that the user gave. */
async function repeat(
  move: Move,
  round: () => Promise<Round>,
  pays: (done: readonly Round[]) => boolean,
): Promise<void> {
  const done: Round[] = [];
  do {
    const one = await round();
    done.push(one);
    move.log.addRound(one);
    move.events.round({ run: move.run, round: one });
  } while (done.length < move.plan.maxRounds && pays(done));
}

async function firstMemoryRoundPays({
  source,
  target,
  route,
  sourceId,
  plan,
  rate,
  signal,
}: Move): Promise<boolean> {
  const bytesPerSecond =
    rate.bytesPerSecond ?? (await probeRate(route, source.session, target.session, signal));
  const { memoryBytes } = await vitals(
    source.session,
    source.engine.runtimeRoot,
    sourceId,
    plan.container.pid,
  );
  return memoryRoundPays(memoryBytes, bytesPerSecond);
}
