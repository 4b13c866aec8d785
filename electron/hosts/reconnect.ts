/** Connects again after a lost link, patiently, and tells how it goes. */
import { setTimeout as pause } from 'node:timers/promises';
import { asShiplockError, type ErrorCode, ShiplockError } from '../../shared/errors.ts';
import type { Words } from '../../shared/words.ts';
import { abortReason } from './cancellation.ts';

export interface LinkState {
  readonly state: 'lost' | 'retrying' | 'up';
  /** Attempts that have failed. */
  readonly attempt: number;
  /** Milliseconds until the next one. */
  readonly nextTryMs?: number;
  /** Why the last one failed, in a sentence. */
  readonly reason?: Words;
}

export interface ReconnectOptions {
  readonly host: string;
  /** No new attempt begins later than this after the first. */
  readonly withinMs: number;
  /** Aborts to give up at once. */
  readonly signal?: AbortSignal | undefined;
  /** Told of a link that was lost, of each failure that is followed by another attempt, and of the success after them. */
  readonly tell?: ((state: LinkState) => void) | undefined;
  /** Whether there was a link before; then its loss is told. */
  readonly wasLost?: boolean | undefined;
}

const firstPauseMs = 500;
const longestPauseMs = 8_000;

/** What goes away by waiting; everything else is told at once. */
const transient: ReadonlySet<ErrorCode> = new Set(['host-unreachable', 'link-lost', 'timed-out']);

/**
 * Attempts at once, and again after pauses that double from half a second to eight, each shortened at random by up to a
 * half so that many who wait for the same host do not return together. Throws the last failure when the time is over,
 * a failure that waiting does not mend (a refused login, another host key) at once, and the signal's reason.
 */
export async function reconnect<Result>(
  attempt: (signal: AbortSignal) => Promise<Result>,
  { host, withinMs, signal = new AbortController().signal, tell, wasLost = false }: ReconnectOptions,
): Promise<Result> {
  const end = performance.now() + withinMs;
  if (wasLost) tell?.({ state: 'lost', attempt: 0 });
  for (let failures = 0; ; ) {
    if (signal.aborted) throw abortReason(signal);
    const failure = await tried(attempt, host, signal, end);
    if (!(failure instanceof ShiplockError)) {
      if (wasLost || failures > 0) tell?.({ state: 'up', attempt: failures });
      return failure.result;
    }
    if (signal.aborted) throw abortReason(signal);
    failures += 1;
    const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
    const nextTryMs = Math.round(longest * (1 - Math.random() / 2));
    if (!transient.has(failure.code) || performance.now() + nextTryMs > end) throw failure;
    tell?.({ state: 'retrying', attempt: failures, nextTryMs, reason: failure.text });
    await pause(nextTryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function tried<Result>(
  attempt: (signal: AbortSignal) => Promise<Result>,
  host: string,
  signal: AbortSignal,
  end: number,
): Promise<{ readonly result: Result } | ShiplockError> {
  // The last attempt gets its second, however late it begins.
  const limit = AbortSignal.timeout(Math.max(1000, Math.ceil(end - performance.now())));
  try {
    return { result: await attempt(AbortSignal.any([signal, limit])) };
  } catch (thrown) {
    if (limit.aborted)
      return new ShiplockError(
        'timed-out',
        { en: `${host} gave no answer in time.`, zh: `${host} 没有及时应答。` },
        { cause: thrown },
      );
    return asShiplockError(thrown);
  }
}
