/** Sends a checkpoint's images to the target, as a delta to what an earlier round left there. */
import { performance } from 'node:perf_hooks';
import { checkpointOptions, rsync } from '../transfer/rsync.ts';
import type { Move } from './move.ts';
import type { StepName } from './step.ts';

export const imagesOnTarget = (move: Move): string => `${move.workspace('target')}/images`;

export async function sendMemory(
  move: Move,
  step: StepName,
  images: string,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  let bytes = 0;
  const count = move.counter(step, 'memory');
  await rsync({
    source: move.source.session,
    target: move.target.session,
    options: checkpointOptions,
    from: `${images}/`,
    to: `${imagesOnTarget(move)}/`,
    what: 'the memory',
    mayVanish: false,
    signal,
    onBytes(chunk) {
      bytes += chunk;
      count(chunk);
    },
  });
  move.rate.note(bytes, performance.now() - began);
}
