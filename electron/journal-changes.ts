/** Whether anybody has written to the journal: this process or another. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Journal } from './journal/journal.ts';

/** How long a change may go unseen. */
const lookEveryMs = 200;

/** The number of the history's last entry, at once, and again whenever it has grown, until the signal. Throws `journal`. */
export async function* journalChanges(
  journal: Journal,
  signal: AbortSignal | undefined,
): AsyncGenerator<number> {
  let seen: number | undefined;
  while (signal?.aborted !== true) {
    const last = journal.history.head()?.seq ?? 0;
    if (last !== seen) yield last;
    seen = last;
    // An abort is the end of it, not a failure.
    await wait(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
