/**
 * One round of memory: a dump of the paused container, for a later one to differ from. It costs a pause of its own,
 * which is reported beside the freeze.
 */
import type { Round } from '../../shared/model.ts';
import { dumpRound, type FilesToKeep } from '../checkpoint/dump-round.ts';
import { chooseFor, uncompressed } from './compression.ts';
import { dumpLimitSeconds } from './dump-limit.ts';
import { isFromStore, isOfSourceNow } from './stored-copies.ts';
import { freeHeadroom, holdHeadroom } from './headroom.ts';
import { imagesOnTarget, noteWhetherByPage, sendMemory } from './memory.ts';
import type { Move } from './move.ts';
import type { Parcel } from './parcels.ts';
import { keptPlaces } from './rescue-point.ts';
import type { UnsentDump } from './step.ts';
import { sendDump, takenDump, unsentDump } from './unsent-dump.ts';
import { roomIn } from './workspace.ts';

/** How often a dump is sent in the way that makes most of a copy laid out otherwise, and begins again when it is cut. */
const attemptsByCopy = 2;

/** A dump that was cut short on its way is sent on; without one, one is taken. */
export async function memoryRound(move: Move, parcels: readonly Parcel[]): Promise<Round> {
  await noteWhetherByPage(move);
  const basis = move.recall('rounds').basis ?? undefined;
  const dump = (await unsentDump(move)) ?? (await takeDump(move, basis, parcels));
  const { images } = dump;
  if (basis === undefined && move.compression.memory === uncompressed)
    move.compression.memory = await chooseFor(move, 'memory', [images]);
  // While the target's copy is between two dumps it is no basis for anything, also after a crash.
  move.note('rounds', { basis: null });
  const round = await sendDump(move, dump, { basis: images }, (attempt) =>
    Promise.all([sendOver(move, dump, basis, attempt), holdHeadroom(move, 'source')]),
  );
  isOfSourceNow(move, [imagesOnTarget(move)]);
  // Files that were sent since the dump was taken do not belong to it.
  const { filesAt } = move.recall('rounds');
  const { complete } = dump;
  move.note('rounds', { memoryAt: complete?.filesAt === filesAt ? (complete?.at ?? null) : null });
  await move.source.session.exec(['rm', '-rf', otherFolder(move, images)]);
  return round;
}

async function takeDump(
  move: Move,
  basis: string | undefined,
  parcels: readonly Parcel[],
): Promise<UnsentDump> {
  const { source, sourceId } = move;
  const images = otherFolder(move, basis);
  await freeHeadroom(move, 'source');
  const at = new Date().toISOString();
  const request = {
    session: source.session,
    runtimeRoot: source.engine.runtimeRoot,
    containerId: sourceId,
    key: move.plan.key,
    images,
    work: `${move.workspace('source')}/round-log`,
    limitSeconds: dumpLimitSeconds(move.plan.memoryBytes),
    earlier: basis,
  };
  const { isAlike, pausedMs, hasFiles, bytes } = await dumpRound(request, filesToKeep(move, parcels));
  const before = basis === undefined ? await beforeFirst(move, bytes) : isAlike ? 'alike' : 'other';
  const { filesAt } = move.recall('rounds');
  return takenDump(move, {
    images,
    pausedMs,
    before,
    bytes,
    ...(hasFiles && filesAt !== undefined ? { complete: { at, filesAt } } : {}),
  });
}

/** What a restore point had is of most use where there is room for a second copy beside it. */
async function beforeFirst(move: Move, bytes: number): Promise<UnsentDump['before']> {
  if (!isFromStore(move, imagesOnTarget(move))) return 'nothing';
  return (await roomIn(move.target.session, move.workspace('target'))) > bytes ? 'other' : 'nothing';
}

/** There are two at most: a new dump, and the one before. */
function otherFolder(move: Move, images: string | undefined): string {
  return `${move.workspace('source')}/${images?.endsWith('/round-a') ? 'round-b' : 'round-a'}`;
}

/** Undefined where time stamps do not tell what changed: then the dump has no files that belong to it. */
function filesToKeep(move: Move, parcels: readonly Parcel[]): FilesToKeep | undefined {
  const { filesSince } = move.recall('rounds');
  if (filesSince === undefined || !parcels.every(({ stampsTellChanges }) => stampsTellChanges))
    return undefined;
  return { since: filesSince, places: keptPlaces(move, parcels, 'from') };
}

/** What the changes hold beside the pages. */
const besidePagesBytes = 48 * 1024 * 1024;

/**
 * The round before stays whole on the target, to start from if the source dies, until this one has arrived: its changes
 * are gathered in a file there first, if there is room for them.
 */
async function sendOver(
  move: Move,
  { images, before, bytes }: UnsentDump,
  earlier: string | undefined,
  attempt: number,
): Promise<void> {
  const onWhole = (): void => move.note('rounds', { memoryAt: null });
  const folder = move.workspace('target');
  const basis = before === 'alike' ? earlier : undefined;
  const isByPage = basis !== undefined && move.recall('rounds').byPage === true;
  const room = isByPage ? await roomIn(move.target.session, folder) : 0;
  const gather = room > bytes + besidePagesBytes ? { file: `${folder}/changes`, onWhole } : undefined;
  if (gather === undefined) onWhole();
  await sendMemory(move, {
    step: 'rounds',
    images,
    basis,
    gather,
    isResumable: before !== 'other' || attempt > attemptsByCopy,
    signal: move.signal,
  });
}
