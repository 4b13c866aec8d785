/** One round of files while the container runs. */
import { performance } from 'node:perf_hooks';
import type { Round } from '../../shared/model.ts';
import { doubtCopies, settleFiles } from './comparable-copies.ts';
import { isOfSourceNow } from './stored-copies.ts';
import type { Move } from './move.ts';
import { type Parcel, sendParcel } from './parcels.ts';
import { rewrittenSince, type Samples, sampleFiles } from './rewritten-files.ts';
import { holdRestartPolicy } from './restart-policy.ts';

/** What the first round takes for written lately. */
const latelySeconds = 60;

/** `earlier`: the samples that the round before gave. What was written anew since then waits from now on. */
export async function filesRound(
  move: Move,
  parcels: readonly Parcel[],
  earlier: Samples | undefined,
): Promise<{ readonly round: Round; readonly samples: Samples }> {
  const began = performance.now();
  const before = move.log.totalBytes;
  const at = new Date().toISOString();
  const places = parcels.map(({ from }) => from);
  const clock = await settleFiles(move.source.session, places, move.signal);
  const samples = await noteRewritten(move, parcels, clock, earlier);
  // A round that was cut short has copied files that nobody doubted since.
  const since = move.recall('rounds').since ?? clock;
  move.note('rounds', { since, isChanging: true, memoryAt: null });
  for (const parcel of parcels) await sendParcel(move, 'rounds', parcel, false, move.signal);
  const copies = parcels.map(({ to }) => to);
  const linked = await doubtCopies(move.target.session, since, copies, move.signal);
  isOfSourceNow(move, copies);
  await holdRestartPolicy(move);
  move.note('rounds', {
    linked,
    since: null,
    filesSince: clock,
    filesAt: at,
    isChanging: false,
  });
  const round: Round = {
    kind: 'files',
    ms: Math.round(performance.now() - began),
    pausedMs: 0,
    bytes: move.log.totalBytes - before,
  };
  return { round, samples };
}

/** The log is never written anew, and a file that is mounted by itself is a parcel by itself. */
async function noteRewritten(
  move: Move,
  parcels: readonly Parcel[],
  clock: number,
  earlier: Samples | undefined,
): Promise<Samples> {
  const places = parcels.filter(({ cargo, isFile }) => cargo !== 'log' && !isFile).map(({ from }) => from);
  const { filesSince = clock - latelySeconds, waiting = {} } = move.recall('rounds');
  const samples = await sampleFiles(move.source.session, places, filesSince, move.signal);
  if (earlier === undefined) return samples;
  const found = [...rewrittenSince(earlier, samples)].map(([place, files]) => {
    const others = (waiting[place] ?? []).filter(({ path }) => !files.some((file) => file.path === path));
    return [place, [...others, ...files]] as const;
  });
  if (found.length > 0) move.note('rounds', { waiting: { ...waiting, ...Object.fromEntries(found) } });
  return samples;
}
