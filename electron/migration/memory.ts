/** Sends a dump's images to the target, as the difference to the dump that the target has a proved copy of. */
import { pageFiles, sendPages } from '../transfer/page-delta.ts';
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
  const hasSentPages =
    basis !== undefined &&
    (await sendPages({ source, target, oldImages: basis, newImages: images, copy, onBytes, signal }));
  await rsync({
    source,
    target,
    options: hasSentPages ? [...checkpointOptions, `--exclude=/${pageFiles}`] : checkpointOptions,
    from: `${images}/`,
    to: `${copy}/`,
    what: 'the memory',
    mayVanish: false,
    signal,
    onBytes,
  });
}
