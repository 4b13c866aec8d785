/** Fourth: what is about to happen, and what it is likely to cost, before anything does. */
import { type ReactNode, useEffect, useRef } from 'react';
import type { Plan } from '../../../shared/model.ts';
import { Badge } from '../../components/finding-list.tsx';
import { migrate } from '../../i18n/migrate.ts';
import { useFormat, useSaid, useWords } from '../../i18n/language.tsx';
import { startMove } from '../../state/start-move.ts';
import { type Answers, mayBegin, type StepProps, toAccept, useAnswers } from '../../state/wizard.ts';
import { Checks } from './checks.tsx';
import { ExpectedCost } from './expected-cost.tsx';
import { usePlan } from './use-plan.ts';
import { WizardStep } from './wizard-step.tsx';

export function ReviewStep({ from, container, onStep }: StepProps): ReactNode {
  const said = useSaid(migrate);
  const answers = useAnswers({ from, container });
  const planning = usePlan({ from, container });
  const { plan, isPlanning, isStopped, error, begin } = planning;
  const safe = useRef<HTMLButtonElement>(null);
  const { to = '', accept } = answers;
  const mayStart = mayBegin(plan, accept) && !isPlanning;
  useEffect(() => safe.current?.focus(), []);
  // What was answered since the checks is another move: it is checked without being asked for.
  const isUnplanned = plan === undefined && !isPlanning && !isStopped && error === undefined;
  useEffect(() => {
    if (isUnplanned) begin();
  }, [isUnplanned, begin]);
  const actions = (
    <>
      <button ref={safe} type="button" aria-describedby="wizard-step" onClick={() => onStep('how')}>
        {said.back}
      </button>
      <button
        type="button"
        className="primary"
        disabled={!mayStart}
        onClick={() => {
          startMove({ from, container });
          onStep('run');
        }}
      >
        {said.start}
      </button>
    </>
  );
  return (
    <WizardStep step="review" actions={actions} keepsFocus>
      <p className="wizard-sentence">{said.reviewMeans(container, from, to)}</p>
      {plan !== undefined && mayStart ? (
        <Review plan={plan} answers={answers} />
      ) : (
        <Checks from={from} container={container} to={to} plan={plan} planning={planning} />
      )}
    </WizardStep>
  );
}

interface ReviewProps {
  readonly plan: Plan;
  readonly answers: Answers;
}

function Review({ plan, answers }: ReviewProps): ReactNode {
  const said = useSaid(migrate);
  const words = useWords();
  const { duration, bytes } = useFormat();
  const { rehearsal, differences, connections } = plan;
  const fates = {
    none: said.connectionsNone,
    keep: said.connectionsKeep,
    close: said.connectionsClose,
  };
  return (
    <>
      <ExpectedCost plan={plan} />
      {rehearsal !== undefined && (
        <p>{said.rehearsed(duration(rehearsal.pausedMs), bytes(rehearsal.bytes))}</p>
      )}
      <h3>{said.connections}</h3>
      <p>{fates[connections]}</p>
      {differences.length > 0 && (
        <>
          <h3>{said.differences}</h3>
          <ul>
            {differences.map((difference) => (
              <li key={words(difference)}>{words(difference)}</li>
            ))}
          </ul>
        </>
      )}
      <Accepted plan={plan} />
      <Chosen plan={plan} how={answers.how} />
      <p>{said.canGoBack}</p>
    </>
  );
}

function Accepted({ plan }: { readonly plan: Plan }): ReactNode {
  const said = useSaid(migrate);
  const words = useWords();
  const warnings = toAccept(plan);
  if (warnings.length === 0) return null;
  return (
    <>
      <h3>{said.accepted}</h3>
      <ul>
        {warnings.map(({ id, host, text }) => (
          <li key={`${id} ${host ?? ''}`}>
            <Badge severity="warning" /> {words(text)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Chosen({ plan, how }: { readonly plan: Plan; readonly how: Answers['how'] }): ReactNode {
  const said = useSaid(migrate);
  const words = useWords();
  const replaced = plan.findings.filter(({ id }) => id === 'data-there');
  return (
    <>
      <h3>{said.chosen}</h3>
      <p>{how.keepSource ? said.sourceKept(plan.from) : said.sourceRemoved(plan.from)}</p>
      {how.replaceData && replaced.length > 0 && (
        <div className="notice notice-warning">
          <p className="notice-title">{said.dataReplaced(plan.to)}</p>
          <ul>
            {replaced.map(({ measured, text }) => (
              <li key={words(measured ?? text)}>{words(measured ?? text)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
