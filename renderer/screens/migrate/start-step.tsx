/** Fifth: the move begins. As soon as its run has a name, the screen of the run tells the rest. */
import { type ReactNode, useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import type { ShiplockError } from '../../../shared/errors.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { FindingList } from '../../components/finding-list.tsx';
import { migrate } from '../../i18n/migrate.ts';
import { useSaid } from '../../i18n/language.tsx';
import { stopStarting } from '../../state/start-move.ts';
import { type StepProps, useAnswers } from '../../state/wizard.ts';
import { WizardStep } from './wizard-step.tsx';

export function StartStep({ from, container, onStep }: StepProps): ReactNode {
  const said = useSaid(migrate);
  const [, goTo] = useLocation();
  const {
    isUnderWay = false,
    isStopping = false,
    run,
    error,
  } = useAnswers({ from, container }).starting ?? {};
  useEffect(() => {
    if (run !== undefined) goTo(`/runs/${run}`, { replace: true });
  }, [run, goTo]);
  const actions = isUnderWay ? (
    <button type="button" disabled={isStopping} onClick={() => stopStarting({ from, container })}>
      {said.cancel}
    </button>
  ) : (
    <button type="button" className="primary" onClick={() => onStep('review')}>
      {said.back}
    </button>
  );
  return (
    <WizardStep step="run" actions={actions}>
      <div role="status">{isUnderWay && <p>{said.starting}</p>}</div>
      {isUnderWay && <progress aria-label={said.starting} />}
      {error !== undefined && <NotBegun error={error} />}
    </WizardStep>
  );
}

function NotBegun({ error }: { readonly error: ShiplockError }): ReactNode {
  const said = useSaid(migrate);
  if (error.code === 'link-lost') {
    return (
      <div className="notice notice-warning" role="alert">
        <p>{said.lostWhileStarting}</p>
        <Link className="button" href="/runs">
          {said.toRuns}
        </Link>
      </div>
    );
  }
  return (
    <>
      <p>
        <strong>{said.notBegun}</strong>
      </p>
      <ErrorNotice error={error} />
      {error.findings !== undefined && <FindingList findings={error.findings} />}
    </>
  );
}
