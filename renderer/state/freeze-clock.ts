/** How long a move's container stands still, from the journal alone: the same before and after a restart of the window. */
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

export function freezeClockOf({ restorePoint, freezeMs, steps, outcome }: RunReport): FreezeClock {
  const freeze = steps.find(({ name }) => name === 'freeze');
  if (restorePoint !== undefined || freeze === undefined) return { kind: 'none' };
  if (freeze.state === 'undone') return { kind: 'taken-back' };
  if (freezeMs !== null) return { kind: 'ended', ms: freezeMs };
  const resume = steps.find(({ name }) => name === 'resume');
  if (resume?.state === 'done' && resume.ms !== undefined) {
    const ended = Date.parse(resume.startedAt) + resume.ms;
    return { kind: 'ended', ms: ended - Date.parse(freeze.startedAt) };
  }
  if (outcome === null) return { kind: 'ticking', since: freeze.startedAt };
  return outcome === 'attention' ? { kind: 'unknown', since: freeze.startedAt } : { kind: 'none' };
}
