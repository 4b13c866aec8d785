/** When a policy wants its next restore point: by those that exist, so that it outlives restarts and removals. */
import type { PolicyRecord } from '../../journal/policies.ts';

/** A host that is never idle is not waited for beyond so many intervals from the last restore point. */
const mostIntervals = 2;

export interface Standing {
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  /** From then on a busy host is not waited for any more. */
  readonly overdueAt: number;
}

/**
 * `points`: those of its container and host, whoever took them. One that lies more than an interval ahead is of a clock that was
 * set back since, and counts for nothing: else nothing would be taken until that day comes again.
 */
export function standingOf(
  { everySeconds, setAt }: Pick<PolicyRecord, 'everySeconds' | 'setAt'>,
  points: readonly { readonly at: string }[],
  now: number,
): Standing {
  const every = everySeconds * 1000;
  const told = points.map(({ at }) => Date.parse(at)).filter((at) => at <= now + every);
  const last = told.reduce((latest, at) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  const from = last === Number.NEGATIVE_INFINITY ? beforeTheFirst(Date.parse(setAt), every, now) : last;
  return { dueAt: from + every, overdueAt: from + mostIntervals * every };
}

/** The first one is due when the policy is set, and at once if nobody knows how long ago that was. */
const beforeTheFirst = (setAt: number, every: number, now: number): number =>
  setAt <= now + every ? setAt - every : now - mostIntervals * every;
