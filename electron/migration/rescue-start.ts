/** The container is started on the target from the point that a rescue was decided on, and looked after. */
import { restoreFailure } from '../checkpoint/restore-failure.ts';
import { awaitCheckpoint, forgetCheckpoint, forgetUnlessLetGo, letGo } from '../checkpoint/shim.ts';
import { hasImages, unpackFiles } from '../checkpoint/unpack-files.ts';
import { asShiplockError, ShiplockError } from '../../shared/errors.ts';
import type { RescuePoint } from '../../shared/model.ts';
import { sentences } from '../../shared/words.ts';
import { placeLog } from './log-place.ts';
import { imagesOnTarget } from './memory.ts';
import type { Move } from './move.ts';
import { parcelsOf } from './parcels.ts';
import { keptPlaces } from './rescue-point.ts';
import { stateOf } from './step-state.ts';
import { check } from './steps/check.ts';

/** Safe to repeat: what runs is left alone, and what has run before is started as it is. */
export async function startFromPoint(move: Move, point: RescuePoint): Promise<void> {
  const { target, plan, targetId } = move;
  // A start that waits for leave since the freeze.
  await forgetUnlessLetGo(target.session, targetId);
  // Docker gives its answer when a start under way, of a process that was killed, has ended.
  const copy = await target.engine.container(targetId);
  if (copy === undefined) throw copyIsGone(move);
  if (copy.state === 'running') return;
  if (copy.state !== 'created') {
    // It has run: its own files are newer than the point.
    await target.engine.start(targetId);
    return;
  }
  const images = imagesOnTarget(move);
  if (point.hasMemory && !(await hasImages(target.session, images))) throw memoryIsGone(move);
  await completeFiles(move, images);
  await placeLog(target.session, plan, targetId);
  await forgetCheckpoint(target.session, targetId);
  if (point.hasMemory) {
    await awaitCheckpoint(target.session, targetId, images, 'close', []);
    await letGo(target.session, targetId);
  }
  try {
    await target.engine.start(targetId);
  } catch (thrown) {
    throw point.hasMemory ? await restoreFailure(target.session, targetId, thrown) : thrown;
  }
}

/** With what was kept beside the dump of the last round, if it is that round that is gone on from. */
async function completeFiles(move: Move, images: string): Promise<void> {
  const { target, plan } = move;
  if (!move.recall('rounds').memoryAt || stateOf(move, 'deliver') !== undefined) return;
  if (!(await hasImages(target.session, images))) return;
  const places = keptPlaces(move, await parcelsOf(move), 'to');
  await unpackFiles(target.session, images, `.shiplock-${plan.key}`, places);
}

/** It runs, and its data is on the disk. A health check that fails is told: there is no way back to be taken. */
export async function lookAfter(move: Move): Promise<void> {
  try {
    await check.run(move);
  } catch (thrown) {
    const copy = await move.target.engine.container(move.targetId);
    if (copy?.state !== 'running') throw thrown;
    const { text, details } = asShiplockError(thrown);
    move.log.remark(sentences(text, details));
  }
}

function copyIsGone({ target, plan }: Move): ShiplockError {
  const { name } = plan.container;
  return new ShiplockError('not-found', {
    en: `The copy of ${name} is gone from ${target.host}.`,
    zh: `${target.host} 上已没有 ${name} 的副本。`,
  });
}

function memoryIsGone({ target }: Move): ShiplockError {
  return new ShiplockError('incomplete', {
    en: `The memory is gone from ${target.host}: it lay in memory there, and ${target.host} has restarted since.`,
    zh: `${target.host} 上的内存数据已丢失：它存放在那里的内存中，而 ${target.host} 此后重启过。`,
  });
}
