/** First: what is to be moved. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ContainerSummary } from '../../../shared/model.ts';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { portsInBrief } from '../../components/ports.ts';
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
  const facts = [
    [said.container, of.name],
    [said.runsOn, host],
    [said.image, of.image],
    [said.state, of.status],
    [said.ports, of.ports.length === 0 ? said.noPorts : list(portsInBrief(of.ports))],
  ] as const;
  return (
    <dl className="card">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
