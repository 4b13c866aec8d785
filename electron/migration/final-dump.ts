/** The dump in the freeze. */
import type { DumpRequest } from '../checkpoint/dump-script.ts';
import { type Dump, dump } from '../checkpoint/dump.ts';
import { checkCompleteness } from '../transfer/completeness.ts';
import {
  chainLength,
  chainPairs,
  dropChain,
  isUnusableChain,
  preDumpFolder,
  remarkOnChain,
} from './chain.ts';
import { dumpLimitSeconds } from './dump-limit.ts';
import { longestFreezeSeconds } from './freeze-limit.ts';
import type { Move } from './move.ts';

/**
 * Dumps the paused container into `images`: what changed since the last pre-dump if there is a chain of them, otherwise
 * everything, compared with `earlier`. The chain is held against the target's copy meanwhile. If either is refused,
 * everything is dumped.
 */
export async function finalDump(move: Move, images: string, earlier: string | undefined): Promise<Dump> {
  const { source, sourceId } = move;
  const request: DumpRequest = {
    session: source.session,
    runtimeRoot: source.engine.runtimeRoot,
    containerId: sourceId,
    key: move.plan.key,
    images,
    work: `${move.workspace('source')}/log`,
    limitSeconds: Math.min(dumpLimitSeconds(move.plan.memoryBytes), longestFreezeSeconds(move)),
  };
  if (chainLength(move) === 0) return dump({ ...request, earlier });
  try {
    return await dumpOnChain(move, request);
  } catch (thrown) {
    if (!isUnusableChain(thrown)) throw thrown;
    await dropChain(move, 'deliver');
    remarkOnChain(move, thrown);
    return dump(request);
  }
}

async function dumpOnChain(move: Move, request: DumpRequest): Promise<Dump> {
  const [taken, whole] = await Promise.allSettled([
    dump({ ...request, parent: preDumpFolder(chainLength(move)) }),
    checkCompleteness(move.source.session, move.target.session, chainPairs(move), 'no-times'),
  ]);
  if (taken.status === 'rejected') throw taken.reason;
  if (whole.status === 'rejected') throw whole.reason;
  return taken.value;
}
