/**
 * Asks the hosts of a run at the moment when it fails or is decided, beside what the run does about it: nothing of the run waits
 * for that, and whatever becomes of it, the run is not told.
 */
import type { CallOptions, Event } from '../../shared/contract.ts';
import { asRunId, type RunId } from '../../shared/ids.ts';
import { collect, type CollectParts } from './collect.ts';
import type { EvidenceReason } from './evidence.ts';

export interface RunWatch {
  /** With these the call is made that may begin runs, or go on with some. */
  readonly options: CallOptions;
  /** When what was begun is kept or given up. Never throws. */
  settled(): Promise<void>;
}

export function watchRuns(parts: CollectParts, options: CallOptions): RunWatch {
  const collections = new Map<RunId, Promise<void>>();
  const begin = (run: RunId, reason: EvidenceReason): void => {
    if (collections.has(run)) return;
    // What cannot be kept, for want of room for instance, must not end what the run is at.
    const collecting = collect(parts, run, reason, options).catch(() => undefined);
    collections.set(run, collecting);
  };
  return {
    options: {
      ...options,
      onEvent: (event) => {
        const reason = reasonIn(event);
        if (reason !== undefined && 'run' in event) begin(asRunId(event.run), reason);
        options.onEvent?.(event);
      },
    },
    async settled() {
      await Promise.all(collections.values());
    },
  };
}

/** Once it is decided nothing waits for the container any more, and CRIU's logs are still there. */
function reasonIn(event: Event): EvidenceReason | undefined {
  if (event.event !== 'run.step') return undefined;
  if (event.state === 'failed' || event.state === 'undone') return 'failed';
  const isDecided = event.step === 'retire' || event.step === 'tidy';
  return isDecided && event.state === 'began' ? 'over' : undefined;
}
