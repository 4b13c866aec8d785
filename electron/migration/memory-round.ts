/**
 * One round of memory: a dump of the paused container, for a later one to differ from. It costs a pause of its own,
 * which is reported beside the freeze.
 */
import type { Round } from '../../shared/model.ts';
import { dumpRound } from '../checkpoint/dump.ts';
import { chooseFor, uncompressed } from './compression.ts';
import { dumpLimitSeconds } from './dump-limit.ts';
import { freeHeadroom, holdHeadroom } from './headroom.ts';
import { noteWhetherByPage, sendMemory } from './memory.ts';
import type { Move } from './move.ts';
import type { UnsentDump } from './step.ts';
import { sendDump, takenDump, unsentDump } from './unsent-dump.ts';

/** How often a dump is sent in the way that makes most of a copy laid out otherwise, and begins again when it is cut. */
const attemptsByCopy = 2;

/** A dump that was cut short on its way is sent on; without one, one is taken. */
export async function memoryRound(move: Move): Promise<Round> {
  await noteWhetherByPage(move);
  const basis = move.recall('rounds').basis ?? undefined;
  const dump = (await unsentDump(move)) ?? (await takeDump(move, basis));
  const { images, before } = dump;
  if (basis === undefined && move.compression.memory === uncompressed)
    move.compression.memory = await chooseFor(move, 'memory', [images]);
  // While the target's copy is between two dumps it is no basis for anything, also after a crash.
  move.note('rounds', { basis: null });
  const round = await sendDump(move, dump, { basis: images }, (attempt) =>
    Promise.all([
      sendMemory(move, {
        step: 'rounds',
        images,
        basis: before === 'alike' ? basis : undefined,
        isResumable: before !== 'other' || attempt > attemptsByCopy,
        signal: move.signal,
      }),
      holdHeadroom(move, 'source'),
    ]),
  );
  await move.source.session.exec(['rm', '-rf', otherFolder(move, images)]);
  return round;
}

async function takeDump(move: Move, basis: string | undefined): Promise<UnsentDump> {
  const { source, sourceId } = move;
  const images = otherFolder(move, basis);
  await freeHeadroom(move, 'source');
  const { isAlike, pausedMs } = await dumpRound({
    session: source.session,
    runtimeRoot: source.engine.runtimeRoot,
    containerId: sourceId,
    images,
    work: `${move.workspace('source')}/round-log`,
    limitSeconds: dumpLimitSeconds(move),
    earlier: basis,
  });
  const before = basis === undefined ? 'nothing' : isAlike ? 'alike' : 'other';
  return takenDump(move, { images, pausedMs, before });
}

/** There are two at most: a new dump, and the one before. */
function otherFolder(move: Move, images: string | undefined): string {
  return `${move.workspace('source')}/${images?.endsWith('/round-a') ? 'round-b' : 'round-a'}`;
}
