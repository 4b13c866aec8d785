/** The time, as whoever waits for it needs it: tests put another one in its place. */
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since 1970 by the laptop's clock, which may be set back. */
  now(): number;
  /** Milliseconds that have passed, since whenever: never set back. */
  elapsed(): number;
  /** Resolves after that time, or as soon as the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  async wait(ms, signal) {
    try {
      await wait(ms, undefined, { signal });
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    }
  },
};
