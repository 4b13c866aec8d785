/** Sends a checkpoint's images to the target: in a round all of them, in the freeze what changed since. */
import { performance } from 'node:perf_hooks';
import { pageFiles, sendPages } from '../transfer/page-delta.ts';
import { checkpointOptions, rsync } from '../transfer/rsync.ts';
import type { Move } from './move.ts';
import type { StepName } from './step.ts';

export const imagesOnTarget = (move: Move): string => `${move.workspace('target')}/images`;

/** The memory round's dump, kept until the final one was compared with it. */
export const roundImages = (move: Move): string => `${move.workspace('source')}/round`;

export async function sendRound(move: Move, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  const before = move.log.bytesSent.memory;
  await sendFiles(move, 'rounds', roundImages(move), [], signal);
  move.rate.note(move.log.bytesSent.memory - before, performance.now() - began);
}

export async function sendFinal(move: Move, images: string, signal: AbortSignal): Promise<void> {
  const { source, target } = move;
  const hasSentPages =
    move.recall('rounds').hasMemory === true &&
    (await sendPages({
      source: source.session,
      target: target.session,
      oldImages: roundImages(move),
      newImages: images,
      copy: imagesOnTarget(move),
      onBytes: move.counter('deliver', 'memory'),
      signal,
    }));
  await sendFiles(move, 'deliver', images, hasSentPages ? [`--exclude=/${pageFiles}`] : [], signal);
}

async function sendFiles(
  move: Move,
  step: StepName,
  images: string,
  leaveOut: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await rsync({
    source: move.source.session,
    target: move.target.session,
    options: [...checkpointOptions, ...leaveOut],
    from: `${images}/`,
    to: `${imagesOnTarget(move)}/`,
    what: 'the memory',
    mayVanish: false,
    signal,
    onBytes: move.counter(step, 'memory'),
  });
}
