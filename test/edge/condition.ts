/** Waiting for something to become true, never for a time. */
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Resolves with the first result of `probe` that is neither false nor null. Throws, naming `what`, if there is none
 * within `deadlineMs`. A probe that throws is a failure, not "not yet".
 */
export async function until<Result>(
  what: string,
  probe: () => Promise<Result | false | null> | Result | false | null,
  deadlineMs = 30_000,
): Promise<Result> {
  const end = performance.now() + deadlineMs;
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 1.5, 100)) {
    const result = await probe();
    if (result !== false && result !== null) return result;
    if (performance.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await delay(pauseMs);
  }
}
