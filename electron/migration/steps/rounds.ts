/** Rounds of pre-copy while the container runs: first files, then memory, each for as long as another one pays. */
import type { Round } from '../../../shared/model.ts';
import { endDumpRound } from '../../checkpoint/dump-round.ts';
import { vitals } from '../../checkpoint/vitals.ts';
import { chainLength, dropChain, isUnusableChain, remarkOnChain } from '../chain.ts';
import { chooseFor } from '../compression.ts';
import {
  anotherFilesRoundPays,
  anotherMemoryRoundPays,
  anotherPreDumpPays,
  memoryRoundPays,
  preDumpPays,
} from '../estimate.ts';
import { refuseLongFreeze } from '../freeze-limit.ts';
import { readyForRounds } from '../comparable-copies.ts';
import { filesRound } from '../files-round.ts';
import { fillFromStore } from '../fill.ts';
import { memoryRound } from '../memory-round.ts';
import { holdHeadroom } from '../headroom.ts';
import type { Move } from '../move.ts';
import { type Parcel, parcelsOf } from '../parcels.ts';
import { preDumpRound } from '../pre-dump-round.ts';
import { giveBackRestartPolicy } from '../restart-policy.ts';
import type { Samples } from '../rewritten-files.ts';
import { routeRate } from '../route-rate.ts';
import type { Step } from '../step.ts';
import { roomIn } from '../workspace.ts';

export const rounds: Step = {
  name: 'rounds',

  async run(move) {
    await endBrokenRound(move);
    await readyForRounds(move.source.session, move.plan.container.pid);
    if (move.plan.maxRounds > 0) await allRounds(move);
    await refuseLongFreeze(move);
  },

  async undo(move) {
    await endBrokenRound(move);
    await giveBackRestartPolicy(move);
  },
};

async function allRounds(move: Move): Promise<void> {
  const parcels = await parcelsOf(move);
  move.compression.files = await chooseFor(
    move,
    'files',
    parcels.map(({ from }) => from),
  );
  await fillFromStore(move, parcels);
  await Promise.all([
    repeatFiles(move, parcels),
    // A chain of pre-dumps needs the room itself, and leaves little to dump in the freeze.
    ...(move.plan.tracksDirtyPages ? [] : [holdHeadroom(move, 'source'), holdHeadroom(move, 'target')]),
  ]);
  if (move.plan.tracksDirtyPages) {
    if (!(await firstMemoryRoundPays(move, preDumpPays)) || (await preDumpRounds(move))) return;
  }
  if (await firstMemoryRoundPays(move, memoryRoundPays))
    await repeatMemory(move, () => memoryRound(move, parcels), anotherMemoryRoundPays);
}

/** What an earlier attempt may have left: a dump under way, or the container as that dump paused it. */
async function endBrokenRound(move: Move): Promise<void> {
  const { source, sourceId } = move;
  const workspace = move.recall('workspace').source;
  if (workspace === undefined) return;
  await endDumpRound(source.session, source.engine.runtimeRoot, sourceId, workspace);
}

/** Once in any case, and then for as long as it pays. */
async function repeatFiles(move: Move, parcels: readonly Parcel[]): Promise<void> {
  let samples: Samples | undefined;
  do {
    const done = await filesRound(move, parcels, samples);
    samples = done.samples;
    tellOf(move, done.round);
  } while (mayGoOn(move, 'files') && anotherFilesRoundPays(roundsOf(move, 'files')));
}

/** Once, and then for as long as it pays; a dump that is on its way is always sent on. */
async function repeatMemory(
  move: Move,
  round: () => Promise<Round>,
  pays: (done: readonly Round[]) => boolean | Promise<boolean>,
): Promise<void> {
  const isWanted = async (): Promise<boolean> => {
    const { basis, chain, sending } = move.recall('rounds');
    if (sending || (!basis && !chain)) return true;
    return mayGoOn(move, 'memory') && (await pays(roundsOf(move, 'memory')));
  };
  while (await isWanted()) tellOf(move, await round());
}

/** All those of the run, also those before a link was lost: a container that changes too fast is no slower after it. */
const roundsOf = (move: Move, kind: Round['kind']): Round[] =>
  move.log.rounds.filter((round) => round.kind === kind);

/** The limit that the user gave. */
const mayGoOn = (move: Move, kind: Round['kind']): boolean =>
  roundsOf(move, kind).length < move.plan.maxRounds;

function tellOf(move: Move, round: Round): void {
  move.log.addRound(round);
  move.events.round({ run: move.run, round });
}

/** False if they were refused: then nothing is left of them, and the container runs as if they had not been tried. */
async function preDumpRounds(move: Move): Promise<boolean> {
  const { source, target, plan } = move;
  const another = async (done: readonly Round[]): Promise<boolean> => {
    const rooms = await Promise.all([
      roomIn(source.session, move.workspace('source')),
      roomIn(target.session, move.workspace('target')),
    ]);
    return anotherPreDumpPays(done, plan.memoryBytes, Math.min(...rooms));
  };
  try {
    if (chainLength(move) === 0 && !move.recall('rounds').sending) await dropChain(move, 'rounds');
    await repeatMemory(move, () => preDumpRound(move), another);
    return true;
  } catch (thrown) {
    if (!isUnusableChain(thrown)) throw thrown;
    await dropChain(move, 'rounds');
    remarkOnChain(move, thrown);
    return false;
  }
}

async function firstMemoryRoundPays(
  move: Move,
  pays: (memoryBytes: number, bytesPerSecond: number) => boolean,
): Promise<boolean> {
  const { source, sourceId, plan } = move;
  const { memoryBytes } = await vitals(
    source.session,
    source.engine.runtimeRoot,
    sourceId,
    plan.container.pid,
  );
  return pays(memoryBytes, await routeRate(move));
}
