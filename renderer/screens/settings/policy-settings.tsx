/** The policies by which restore points are taken: what came of each last, to change and to end. */
import { type ReactNode, useEffect, useState } from 'react';
import { Mark } from '../../components/mark.tsx';
import { useNow } from '../../components/now.ts';
import { PolicyQuestion } from '../../components/policy-question.tsx';
import { spanText } from '../../components/policy-span.ts';
import { Told } from '../../components/remedies/told.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { policies as policyTexts } from '../../i18n/policies.ts';
import { settings } from '../../i18n/settings.ts';
import { type Policy, usePolicies, watchPolicies } from '../../state/policies.ts';

export function PolicySettings(): ReactNode {
  const said = useSaid(settings);
  const ofPolicies = useSaid(policyTexts);
  useEffect(watchPolicies, []);
  const policies = usePolicies((state) => state.policies);
  const [changing, setChanging] = useState<Policy | null>(null);
  if (policies === undefined || policies.length === 0) return <p>{said.noPolicies}</p>;
  return (
    <>
      <p>{ofPolicies.means}</p>
      <ul className="settings-list">
        {policies.map((policy) => (
          <li key={`${policy.host} ${policy.container}`}>
            <div>
              <strong>{policy.container}</strong> · {policy.host}
              <p>{ofPolicies.everySpan(spanText(policy.everySeconds, ofPolicies), policy.keep)}</p>
              <Outcome outcome={policy.outcome} />
            </div>
            <button
              type="button"
              aria-label={said.changePolicy(policy.container, policy.host)}
              onClick={() => setChanging(policy)}
            >
              {said.change}
            </button>
          </li>
        ))}
      </ul>
      {changing !== null && (
        <PolicyQuestion
          host={changing.host}
          container={changing.container}
          policy={changing}
          onClose={() => setChanging(null)}
        />
      )}
    </>
  );
}

function Outcome({ outcome }: { readonly outcome: Policy['outcome'] }): ReactNode {
  const said = useSaid(policyTexts);
  const { ago } = useFormat();
  const now = useNow();
  if (outcome === undefined) return <p>{said.notYet}</p>;
  const { is, at, point, why } = outcome;
  return (
    <p>
      {is === 'taken' && said.taken(point ?? '', ago(at, now))}
      {is === 'waiting' && <Mark severity="info">{said.waiting}</Mark>}
      {is === 'failed' && <Mark severity="error">{said.failed}</Mark>}{' '}
      {why !== undefined && <Told words={why} />}
    </p>
  );
}
