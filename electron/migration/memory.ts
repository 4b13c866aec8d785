/** Sends a dump's images to the target, as the difference to the dump that the target has a proved copy of. */
import { canSendPages, pageFiles, sendPages } from '../transfer/page-delta.ts';
import { checkpointOptions, rsync } from '../transfer/rsync.ts';
import type { Move } from './move.ts';
import type { StepName } from './step.ts';

export const imagesOnTarget = (move: Move): string => `${move.workspace('target')}/images`;

/**
 * Makes the target's copy equal to the dump in `images`. `basis`: the folder of the dump that the copy was made equal to
 * before, whole and proved; without one rsync compares the two ends, whatever is there, and proves the result.
 */
export async function sendMemory(
  move: Move,
  step: StepName,
  images: string,
  basis: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const source = move.source.session;
  const target = move.target.session;
  const copy = imagesOnTarget(move);
  const onBytes = move.counter(step, 'memory');
  const pages =
    basis === undefined
      ? undefined
      : { source, target, oldImages: basis, newImages: images, copy, onBytes, signal };
  const pagesApart = pages !== undefined && (await canSendPages(pages));
  // Side by side: the container may be frozen meanwhile. Both have ended, well or not, when this function does.
  const outcomes = await Promise.allSettled([
    pagesApart ? sendPages(pages) : undefined,
    rsync({
      source,
      target,
      options: pagesApart ? [...checkpointOptions, `--exclude=/${pageFiles}`] : checkpointOptions,
      from: `${images}/`,
      to: `${copy}/`,
      what: 'the memory',
      mayVanish: false,
      signal,
      onBytes,
    }),
  ]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
