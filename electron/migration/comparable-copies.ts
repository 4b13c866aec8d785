/** Makes a copy of files comparable with a later one, although their container writes meanwhile. */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import { thoroughMs } from '../hosts/limits.ts';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';

const script = readFileSync(new URL('./comparable-copies.sh', import.meta.url), 'utf8');

/** Before the first copy and the first dump: a dump then leaves the RW layer as it is. `pid`: the container's first process. */
export async function readyForRounds(session: Session, pid: number): Promise<void> {
  await session.script('comparable-copies', script, ['ready', String(pid)]);
}

/**
 * Before a copy of these places is made: whatever is written from now on shows in time stamps, where they tell changes.
 * Seconds of the host's clock.
 */
export async function settleFiles(
  session: Session,
  places: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const { stdout } = await session.script('comparable-copies', script, ['begin', ...places], {
    signal,
    timeoutMs: thoroughMs,
  });
  const clock = wholeNumber(stdout.trim());
  // The host says it, and shells reckon with it.
  if (clock !== undefined) return clock;
  const { name } = session.host;
  const text = { en: `${name} does not tell what time it has.`, zh: `${name} 没有给出它的时间。` };
  throw new ShiplockError('command-failed', text, { details: stdout.slice(0, 1000) });
}

/**
 * On the copies, which lie in these places: what may have changed again within the same tick of the clock is looked at again
 * by the next copy. Gives the places that hold hard links.
 */
export async function doubtCopies(
  session: Session,
  since: number,
  places: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const { stdout } = await session.script('comparable-copies', script, ['doubt', String(since), ...places], {
    signal,
    timeoutMs: thoroughMs,
  });
  const linked = new Set(stdout.split('\n').filter(Boolean).map(Number));
  return places.filter((_, index) => linked.has(index));
}
