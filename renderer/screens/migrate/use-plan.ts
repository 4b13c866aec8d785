/** The plan of a move, asked for when a person wants it, and kept with the wizard's answers. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { asShiplockError, type ShiplockError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/model.ts';
import { station } from '../../state/station.ts';
import {
  answer,
  checkedPlanOf,
  type Moved,
  planOf,
  type PlanRequest,
  planRequestOf,
  useAnswers,
} from '../../state/wizard.ts';

export interface Planning {
  /** Of what is asked for now. */
  readonly plan: Plan | undefined;
  /** What was found for this target, which holds whatever else has changed since. */
  readonly checkedPlan: Plan | undefined;
  readonly error: ShiplockError | undefined;
  readonly isPlanning: boolean;
  /** How many checks were made so far. */
  readonly checked: number;
  readonly begin: () => void;
  readonly stop: () => void;
}

/** It is stopped when what shows it goes away. */
export function usePlan(of: Moved): Planning {
  const { from, container } = of;
  const answers = useAnswers(of);
  const request = planRequestOf(of, answers);
  const asked = request === undefined ? undefined : JSON.stringify(request);
  const [checked, setChecked] = useState(0);
  const [state, setState] = useState<{ readonly isPlanning: boolean; readonly error?: ShiplockError }>({
    isPlanning: false,
  });
  const current = useRef<AbortController>(undefined);
  const stop = useCallback(() => current.current?.abort(), []);
  // What was asked for before is not asked for any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another request is another plan.
  useEffect(() => {
    setState({ isPlanning: false });
    return stop;
  }, [asked, stop]);
  const begin = useCallback(() => {
    if (asked === undefined) return;
    stop();
    const controller = new AbortController();
    const { signal } = controller;
    current.current = controller;
    const wanted = JSON.parse(asked) as PlanRequest;
    setChecked(0);
    setState({ isPlanning: true });
    const onEvent = ({ event }: { readonly event: string }): void => {
      if (event === 'preflight.checked' && !signal.aborted) setChecked((before) => before + 1);
    };
    station.call('moves.plan', wanted, { signal, onEvent }).then(
      (plan) => {
        if (signal.aborted) return;
        setState({ isPlanning: false });
        answer({ from, container }, { planned: { request: wanted, plan } });
      },
      (thrown: unknown) => {
        const error = asShiplockError(thrown);
        setState(signal.aborted ? { isPlanning: false } : { isPlanning: false, error });
      },
    );
  }, [asked, from, container, stop]);
  return {
    plan: planOf(of, answers),
    checkedPlan: checkedPlanOf(answers),
    error: state.error,
    isPlanning: state.isPlanning,
    checked,
    begin,
    stop,
  };
}
