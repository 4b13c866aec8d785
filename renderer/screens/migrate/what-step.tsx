/** First: what is to be moved. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ContainerSummary } from '../../../shared/model.ts';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Fact } from '../../components/fact.tsx';
import { portsInBrief } from '../../components/ports.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { migrate } from '../../i18n/migrate.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import type { StepProps } from '../../state/wizard.ts';
import { WizardStep } from './wizard-step.tsx';

export function WhatStep({ from, container, onStep }: StepProps): ReactNode {
  const said = useSaid(migrate);
  const { output, error, isAsking, again } = useAnswer('containers.list', { host: from });
  const found = output?.find(({ name }) => name === container);
  const hostPlace = `/hosts/${encodeURIComponent(from)}`;
  const actions = (
    <>
      <Link className="button" href={hostPlace}>
        {said.toHost(from)}
      </Link>
      <button
        type="button"
        className="primary"
        disabled={found === undefined}
        onClick={() => onStep('where')}
      >
        {said.next}
      </button>
    </>
  );
  return (
    <WizardStep step="what" actions={actions}>
      <p>{said.whatMeans(container, from)}</p>
      <div role="status">{isAsking && output === undefined && <p>{said.looking(from)}</p>}</div>
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {found !== undefined && <Facts of={found} host={from} />}
      {output !== undefined && found === undefined && (
        <div className="notice notice-error" role="alert">
          <p className="notice-title">{said.notThere(from, container)}</p>
        </div>
      )}
    </WizardStep>
  );
}

function Facts({ of, host }: { readonly of: ContainerSummary; readonly host: string }): ReactNode {
  const said = useSaid(migrate);
  const { list } = useFormat();
  return (
    <dl className="card">
      <Fact name={said.container} value={of.name} />
      <Fact name={said.runsOn} value={host} />
      <Fact name={said.image} value={of.image} />
      <Fact name={said.state} value={<StateMark container={of} isOld={false} />} />
      <Fact name={said.ports} value={of.ports.length === 0 ? said.noPorts : list(portsInBrief(of.ports))} />
    </dl>
  );
}
