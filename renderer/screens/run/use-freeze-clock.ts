/** The freeze clock of a run, which stops to tick by itself when nobody can be counted on to work on the run any more. */
import { useEffect, useReducer } from 'react';
import type { RunReport } from '../../../shared/model.ts';
import { type FreezeClock, freezeClockOf, longestSilenceMs } from '../../state/freeze-clock.ts';

export function useFreezeClock(report: RunReport, isCarriedOutHere: boolean): FreezeClock {
  const [, lookAgain] = useReducer((looks: number) => looks + 1, 0);
  const clock = freezeClockOf(report, { nowMs: Date.now(), isCarriedOutHere });
  const doubtfulAtMs =
    clock.kind === 'ticking' && !isCarriedOutHere ? Date.parse(clock.since) + longestSilenceMs : undefined;
  useEffect(() => {
    if (doubtfulAtMs === undefined) return;
    // Timers may be a little early.
    const timer = setTimeout(lookAgain, doubtfulAtMs - Date.now() + 100);
    return () => clearTimeout(timer);
  }, [doubtfulAtMs]);
  return clock;
}
