/** The plan of a move, asked for when a person wants it, and kept with the wizard's answers. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { asShiplockError, type ShiplockError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/model.ts';
import { station } from '../../state/station.ts';
import {
  answer,
  checkedPlanOf,
  lastPlanOf,
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
  /** What was found for this target last, whatever has changed since: shown until it is checked anew. */
  readonly lastPlan: Plan | undefined;
  readonly error: ShiplockError | undefined;
  readonly isPlanning: boolean;
  /** By a person: it is not begun again by itself. */
  readonly isStopped: boolean;
  /** How many checks were made so far. */
  readonly checked: number;
  readonly begin: () => void;
  readonly stop: () => void;
}

type PlanningState = Pick<Planning, 'isPlanning' | 'isStopped' | 'error'>;

const notPlanning: PlanningState = { isPlanning: false, isStopped: false, error: undefined };

/** It is stopped when what shows it goes away. */
export function usePlan(of: Moved): Planning {
  const { from, container } = of;
  const answers = useAnswers(of);
  const request = planRequestOf(of, answers);
  const asked = request === undefined ? undefined : JSON.stringify(request);
  const [checked, setChecked] = useState(0);
  const [state, setState] = useState<PlanningState>(notPlanning);
  const current = useRef<AbortController>(undefined);
  const abort = useCallback(() => current.current?.abort(), []);
  const stop = useCallback(() => {
    abort();
    setState({ ...notPlanning, isStopped: true });
  }, [abort]);
  // What was asked for before is not asked for any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another request is another plan.
  useEffect(() => {
    setState(notPlanning);
    return abort;
  }, [asked, abort]);
  const begin = useCallback(() => {
    if (asked === undefined) return;
    abort();
    const controller = new AbortController();
    const { signal } = controller;
    current.current = controller;
    const wanted = JSON.parse(asked) as PlanRequest;
    setChecked(0);
    setState({ ...notPlanning, isPlanning: true });
    const onEvent = ({ event }: { readonly event: string }): void => {
      if (event === 'preflight.checked' && !signal.aborted) setChecked((before) => before + 1);
    };
    station.call('moves.plan', wanted, { signal, onEvent }).then(
      (plan) => {
        if (signal.aborted) return;
        setState(notPlanning);
        answer({ from, container }, { planned: { request: wanted, plan } });
      },
      (thrown: unknown) => {
        if (!signal.aborted) setState({ ...notPlanning, error: asShiplockError(thrown) });
      },
    );
  }, [asked, from, container, abort]);
  return {
    plan: planOf(of, answers),
    checkedPlan: checkedPlanOf(answers),
    lastPlan: lastPlanOf(answers),
    ...state,
    checked,
    begin,
    stop,
  };
}
