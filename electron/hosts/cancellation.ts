/** Why something was given up, as the error to throw. */
import { ShiplockError } from '../../shared/errors.ts';
import type { BothLanguages } from '../../shared/words.ts';

/** The reason of an aborted signal, which is a `ShiplockError` if whoever aborted said why, and `cancelled` if not. */
export function abortReason(signal: AbortSignal): ShiplockError {
  if (signal.reason instanceof ShiplockError) return signal.reason;
  return new ShiplockError('cancelled', { en: 'Cancelled.', zh: '已取消。' }, { cause: signal.reason });
}

export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/** A signal that also aborts, with `timed-out` and `overdue`, after `timeoutMs`; dispose of it to stop the clock. */
export function deadline(
  signal: AbortSignal | undefined,
  timeoutMs: number | undefined,
  overdue: BothLanguages,
): Deadline {
  const clock = new AbortController();
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => clock.abort(new ShiplockError('timed-out', overdue)), timeoutMs);
  return {
    signal: signal === undefined ? clock.signal : AbortSignal.any([signal, clock.signal]),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

/** What `work` resolves with, or the signal's reason if that comes first; `giveUp` is then called with it. */
export function unlessAborted<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
  giveUp: (reason: ShiplockError) => void = () => undefined,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      const reason = abortReason(signal);
      reject(reason);
      giveUp(reason);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
