/** Sends a dump's images to the target, as the difference to the dump that the target has a proved copy of. */
import { hasPerl, sendDifference } from '../transfer/page-delta.ts';
import { checkpointOptions, rsync } from '../transfer/rsync.ts';
import type { Move } from './move.ts';
import type { StepName } from './step.ts';

export const imagesOnTarget = (move: Move): string => `${move.workspace('target')}/images`;

/**
 * Makes the target's copy equal to the dump in `images`. `basis`: the folder of the dump that the copy was made equal to
 * before, whole and proved, if this one is laid out like it; without one rsync compares the two ends, whatever is there, and proves the result.
 * `copy`: the folder there, if it is not the checkpoint's.
 */
export async function sendMemory(
  move: Move,
  step: StepName,
  images: string,
  basis: string | undefined,
  signal: AbortSignal,
  copy: string = imagesOnTarget(move),
): Promise<void> {
  const source = move.source.session;
  const target = move.target.session;
  const onBytes = move.counter(step, 'memory');
  const { stream, rsync: inRsync } = move.compression.memory;
  const route = move.route;
  if (basis !== undefined && move.recall('rounds').byPage) {
    await sendDifference({
      route,
      source,
      target,
      oldImages: basis,
      newImages: images,
      copy,
      compression: stream,
      onBytes,
      signal,
    });
    return;
  }
  await rsync({
    route,
    source,
    target,
    options: checkpointOptions,
    from: `${images}/`,
    to: `${copy}/`,
    what: 'the memory',
    mayVanish: false,
    compression: inRsync,
    signal,
    onBytes,
  });
}

/** Asked before the freeze; without an answer rsync does the work. */
export async function noteWhetherByPage(move: Move): Promise<void> {
  if (move.recall('rounds').byPage !== undefined) return;
  const both = await Promise.all([hasPerl(move.source.session), hasPerl(move.target.session)]);
  move.note('rounds', { byPage: both.every(Boolean) });
}
