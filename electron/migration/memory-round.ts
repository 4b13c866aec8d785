/**
 * One round of memory: a dump of the paused container, for a later one to differ from. It costs a pause of its own,
 * which is reported beside the freeze.
 */
import { performance } from 'node:perf_hooks';
import type { Round } from '../../shared/model.ts';
import { dumpRound } from '../checkpoint/dump.ts';
import { chooseFor } from './compression.ts';
import { freeHeadroom, holdHeadroom } from './headroom.ts';
import { noteWhetherByPage, sendMemory } from './memory.ts';
import type { Move } from './move.ts';

export async function memoryRound(move: Move): Promise<Round> {
  const { source, sourceId } = move;
  const began = performance.now();
  const before = move.log.totalBytes;
  const basis = move.recall('rounds').basis ?? undefined;
  const images = `${move.workspace('source')}/${basis?.endsWith('/round-a') ? 'round-b' : 'round-a'}`;
  await noteWhetherByPage(move);
  await freeHeadroom(move, 'source');
  const { isAlike, pausedMs } = await dumpRound({
    session: source.session,
    runtimeRoot: source.engine.runtimeRoot,
    containerId: sourceId,
    images,
    work: `${move.workspace('source')}/round-log`,
    earlier: basis,
  });
  if (basis === undefined) move.compression.memory = await chooseFor(move, 'memory', [images]);
  // While the target's copy is between two dumps it is no basis for anything, also after a crash.
  move.note('rounds', { basis: null });
  await Promise.all([
    sendMemory(move, 'rounds', images, isAlike ? basis : undefined, move.signal),
    holdHeadroom(move, 'source'),
  ]);
  move.note('rounds', { basis: images });
  if (basis !== undefined) await source.session.exec(['rm', '-rf', basis]);
  const ms = Math.round(performance.now() - began);
  const bytes = move.log.totalBytes - before;
  move.rate.note(bytes, ms - pausedMs);
  return { kind: 'memory', ms, pausedMs, bytes };
}
