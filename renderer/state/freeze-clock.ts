/** How long a move's container stands still, by the journal: the same before and after a restart of the window. */
import type { RunReport } from '../../shared/model.ts';

export type FreezeClock =
  | { readonly kind: 'none' }
  /** `since`: the laptop's clock, ISO 8601. */
  | { readonly kind: 'ticking'; readonly since: string }
  | { readonly kind: 'ended'; readonly ms: number }
  /** It goes on on its source. */
  | { readonly kind: 'taken-back' }
  /** Nobody works on the run any more, and the journal does not tell whether it goes on. */
  | { readonly kind: 'unknown'; readonly since: string };

/** The source lets its container go on after a minute without a word from whoever carries the run out; twice that is certain. */
export const longestSilenceMs = 120_000;

interface Onlooker {
  readonly nowMs: number;
  /** This Shiplock carries the run out; of another it is not known whether it still does. */
  readonly isCarriedOutHere: boolean;
}

export function freezeClockOf(
  { restorePoint, freezeMs, steps, outcome }: RunReport,
  { nowMs, isCarriedOutHere }: Onlooker,
): FreezeClock {
  const freeze = steps.find(({ name }) => name === 'freeze');
  if (restorePoint !== undefined || freeze === undefined) return { kind: 'none' };
  if (freeze.state === 'undone') return { kind: 'taken-back' };
  if (freezeMs !== null) return { kind: 'ended', ms: freezeMs };
  const resume = steps.find(({ name }) => name === 'resume');
  if (resume?.state === 'done' && resume.ms !== undefined) {
    const ended = Date.parse(resume.startedAt) + resume.ms;
    return { kind: 'ended', ms: ended - Date.parse(freeze.startedAt) };
  }
  const isRecent = nowMs - Date.parse(freeze.startedAt) < longestSilenceMs;
  if (outcome === null && (isCarriedOutHere || isRecent)) return { kind: 'ticking', since: freeze.startedAt };
  return outcome === 'committed' ? { kind: 'none' } : { kind: 'unknown', since: freeze.startedAt };
}
