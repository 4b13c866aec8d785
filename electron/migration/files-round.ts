/** One round of files while the container runs. */
import { performance } from 'node:perf_hooks';
import type { Round } from '../../shared/model.ts';
import { doubtCopies, settleFiles } from './comparable-copies.ts';
import { isOfSourceNow } from './stored-copies.ts';
import type { Move } from './move.ts';
import { type Parcel, sendParcel } from './parcels.ts';
import { holdRestartPolicy } from './restart-policy.ts';

export async function filesRound(move: Move, parcels: readonly Parcel[]): Promise<Round> {
  const began = performance.now();
  const before = move.log.totalBytes;
  const at = new Date().toISOString();
  const places = parcels.map(({ from }) => from);
  const clock = await settleFiles(move.source.session, places, move.signal);
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
  return {
    kind: 'files',
    ms: Math.round(performance.now() - began),
    pausedMs: 0,
    bytes: move.log.totalBytes - before,
  };
}
