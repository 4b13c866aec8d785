/** A long transfer outlives short breaks of the network, and a registry that asks for patience. */
import { setTimeout as wait } from 'node:timers/promises';
import { ShiplockError } from '../../../shared/errors.ts';
import { abortReason } from '../../hosts/cancellation.ts';

const attempts = 6;
const firstWaitMs = 200;

export interface Patience {
  readonly signal: AbortSignal | undefined;
  /** How far the work has got, in whatever unit: attempts that get on are not counted. */
  readonly progress?: () => number;
  /** What may go another way the next time, beside a broken connection and a registry that is busy. */
  readonly isPassing?: (error: unknown) => boolean;
}

/** Tries again, after a longer and longer wait; throws what the sixth attempt in a row without progress threw, other errors at once. */
export async function withPatience<Result>(
  attempt: () => Promise<Result>,
  patience: Patience,
): Promise<Result> {
  const { signal, progress = () => 0, isPassing = () => false } = patience;
  let reached = progress();
  for (let failures = 0; ; ) {
    try {
      return await attempt();
    } catch (error) {
      failures = progress() > reached ? 1 : failures + 1;
      reached = progress();
      if (failures >= attempts || !(isBreak(error) || isPassing(error))) throw error;
      await wait(firstWaitMs * 2 ** (failures - 1), undefined, signal ? { signal } : {}).catch(
        () => undefined,
      );
      if (signal?.aborted) throw abortReason(signal);
    }
  }
}

function isBreak(error: unknown): boolean {
  return error instanceof ShiplockError && (error.code === 'host-unreachable' || error.code === 'busy');
}
