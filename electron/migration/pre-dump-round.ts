/**
 * One round of memory where the source's kernel tracks dirty pages: what changed since the last round, taken while the
 * container runs. The time for which CRIU holds it still is reported.
 */
import { performance } from 'node:perf_hooks';
import type { Round } from '../../shared/model.ts';
import { preDump } from '../checkpoint/dump.ts';
import { chainLength, preDumpFolder } from './chain.ts';
import { sendMemory } from './memory.ts';
import { chooseFor } from './compression.ts';
import type { Move } from './move.ts';

/** Throws 'dump-refused' or 'disk-full' when there can be no such round; the chain is of no use then. */
export async function preDumpRound(move: Move): Promise<Round> {
  const { source, sourceId } = move;
  const began = performance.now();
  const before = move.log.totalBytes;
  const length = chainLength(move);
  const folder = preDumpFolder(length + 1);
  const images = `${move.workspace('source')}/${folder}`;
  // Until this one has arrived there is no chain, also after a crash.
  move.note('rounds', { chain: null });
  const { pausedMs } = await preDump({
    session: source.session,
    runtimeRoot: source.engine.runtimeRoot,
    containerId: sourceId,
    images,
    work: `${move.workspace('source')}/round-log`,
    parent: length === 0 ? undefined : preDumpFolder(length),
  });
  const dumped = performance.now();
  if (length === 0) move.compression.memory = await chooseFor(move, 'memory', [images]);
  await sendMemory(move, 'rounds', images, undefined, move.signal, `${move.workspace('target')}/${folder}`);
  move.note('rounds', { chain: length + 1 });
  const bytes = move.log.totalBytes - before;
  move.rate.note(bytes, performance.now() - dumped);
  return {
    kind: 'memory',
    ms: Math.round(performance.now() - began),
    // Without CRIU's word for it: at most the whole of the dump.
    pausedMs: pausedMs ?? Math.round(dumped - began),
    bytes,
  };
}
