/** Second: which host is to run it, and what stands in the way there. */
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { frame } from '../../i18n/frame.ts';
import { migrate } from '../../i18n/migrate.ts';
import { useSaid } from '../../i18n/language.tsx';
import { answer, mayBegin, type StepProps, useAnswers } from '../../state/wizard.ts';
import { Checks } from './checks.tsx';
import { TargetChoice } from './target-choice.tsx';
import { usePlan } from './use-plan.ts';
import { WizardStep } from './wizard-step.tsx';

export function WhereStep({ from, container, onStep }: StepProps): ReactNode {
  const said = useSaid(migrate);
  const { loading } = useSaid(frame);
  const { output: hosts, error, again } = useAnswer('hosts.list', {});
  const { to, accept } = useAnswers({ from, container });
  const planning = usePlan({ from, container });
  const { checkedPlan, lastPlan, isPlanning, isStopped, error: planError, begin } = planning;
  // Leave to replace data was given or withdrawn: what stands in the way then is found out without being asked for.
  const isOutdated =
    checkedPlan === undefined &&
    lastPlan !== undefined &&
    !isPlanning &&
    !isStopped &&
    planError === undefined;
  useEffect(() => {
    if (isOutdated) begin();
  }, [isOutdated, begin]);
  const others = hosts?.filter(({ name }) => name !== from);
  const actions = (
    <>
      <button type="button" onClick={() => onStep('what')}>
        {said.back}
      </button>
      {checkedPlan === undefined ? (
        <button type="button" className="primary" disabled={to === undefined} onClick={planning.begin}>
          {said.check}
        </button>
      ) : (
        <button
          type="button"
          className="primary"
          disabled={!mayBegin(checkedPlan, accept)}
          onClick={() => onStep('how')}
        >
          {said.next}
        </button>
      )}
    </>
  );
  return (
    <WizardStep step="where" actions={actions}>
      {hosts === undefined && error === undefined && <p role="status">{loading}</p>}
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {others?.length === 0 && (
        <div className="notice notice-plain">
          <p>{said.noOther}</p>
          <Link className="button primary" href="/hosts/add">
            {said.addHost}
          </Link>
        </div>
      )}
      {others !== undefined && others.length > 0 && (
        <TargetChoice
          hosts={others}
          chosen={to}
          // What was accepted of one host is not of another.
          onChoose={(name) => answer({ from, container }, { to: name, accept: [] })}
        />
      )}
      {to !== undefined && (
        <Checks from={from} container={container} to={to} plan={checkedPlan} planning={planning} />
      )}
    </WizardStep>
  );
}
