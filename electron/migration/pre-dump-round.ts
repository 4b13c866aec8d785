/**
 * One round of memory where the source's kernel tracks dirty pages: what changed since the last round, taken while the
 * container runs. The time for which CRIU holds it still is reported.
 */
import { posix } from 'node:path';
import type { Round } from '../../shared/model.ts';
import { preDump } from '../checkpoint/dump.ts';
import { chainLength, preDumpFolder } from './chain.ts';
import { dumpLimitSeconds } from './dump-limit.ts';
import { sendMemory } from './memory.ts';
import { chooseFor, uncompressed } from './compression.ts';
import type { Move } from './move.ts';
import type { UnsentDump } from './step.ts';
import { sendDump, takenDump, unsentDump } from './unsent-dump.ts';

/**
 * A pre-dump that was cut short on its way is sent on: those before it have arrived. Throws 'dump-refused' or 'disk-full'
 * when there can be no such round; the chain is of no use then.
 */
export async function preDumpRound(move: Move): Promise<Round> {
  const unsent = (await unsentDump(move)) ?? (await takePreDump(move));
  const { images } = unsent;
  const folder = posix.basename(images);
  const number = Number(folder.slice(folder.lastIndexOf('-') + 1));
  if (number === 1 && move.compression.memory === uncompressed)
    move.compression.memory = await chooseFor(move, 'memory', [images]);
  return sendDump(move, unsent, { chain: number }, () =>
    sendMemory(move, {
      step: 'rounds',
      images,
      copy: `${move.workspace('target')}/${folder}`,
      isResumable: true,
      signal: move.signal,
    }),
  );
}

async function takePreDump(move: Move): Promise<UnsentDump> {
  const { source, sourceId } = move;
  const length = chainLength(move);
  const images = `${move.workspace('source')}/${preDumpFolder(length + 1)}`;
  // Until this one has arrived there is no chain, also after a crash.
  move.note('rounds', { chain: null });
  const began = performance.now();
  const { pausedMs, bytes } = await preDump({
    session: source.session,
    runtimeRoot: source.engine.runtimeRoot,
    containerId: sourceId,
    key: move.plan.key,
    images,
    work: `${move.workspace('source')}/round-log`,
    limitSeconds: dumpLimitSeconds(move.plan.memoryBytes),
    parent: length === 0 ? undefined : preDumpFolder(length),
  });
  return takenDump(move, {
    images,
    // Without CRIU's word for it: at most the whole of the dump.
    pausedMs: pausedMs ?? Math.round(performance.now() - began),
    before: 'nothing',
    bytes,
  });
}
