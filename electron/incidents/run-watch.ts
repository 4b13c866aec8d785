/**
 * Asks the hosts of a run at the moment when it fails or is decided, beside what the run does about it: nothing of the run waits
 * for that, and whatever becomes of it, the run is not told.
 */
import type { CallOptions, EventPayload } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import { asRunId, type RunId } from '../../shared/ids.ts';
import { collect, type CollectParts } from './collect.ts';
import type { EvidenceReason } from './evidence.ts';

/** Who waits for the end of a run waits so much longer for what hosts still have to tell of it, at most. */
const afterRunMs = 5000;

export interface RunWatch {
  /** With these the call is made that may begin runs, or go on with some. */
  readonly options: CallOptions;
  /** When what was begun is kept or given up. Never throws. */
  settled(): Promise<void>;
}

export function watchRuns(parts: CollectParts, options: CallOptions): RunWatch {
  const collections = new Map<RunId, Promise<void>>();
  const over = new AbortController();
  const see = (step: EventPayload<'run.step'>): void => {
    const run = asRunId(step.run);
    const reason = reasonIn(step);
    if (reason === undefined || collections.has(run)) return;
    // What cannot be kept, for want of room for instance, must not end what the run is at.
    const collecting = collect(parts, run, reason, options, over.signal).catch(() => undefined);
    collections.set(run, collecting);
  };
  return {
    options: {
      ...options,
      onEvent: (event) => {
        if (event.event === 'run.step') see(event);
        options.onEvent?.(event);
      },
    },
    async settled() {
      const late = new ShiplockError('timed-out', {
        en: 'No answer by the end of the run.',
        zh: '到运行结束时仍没有应答。',
      });
      const timer = setTimeout(() => over.abort(late), afterRunMs);
      try {
        await Promise.all(collections.values());
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Once it is decided nothing waits for the container any more, and CRIU's logs are still there. */
function reasonIn({ step, state }: EventPayload<'run.step'>): EvidenceReason | undefined {
  if (state === 'failed' || state === 'undone') return 'failed';
  return state === 'began' && (step === 'retire' || step === 'tidy') ? 'over' : undefined;
}
