/** A container in the station's list: how it is, its last restore point, a run that is under way, and what can be done. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { portsInBrief } from '../../components/ports.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { station } from '../../i18n/station.ts';
import { policies as policyTexts } from '../../i18n/policies.ts';
import type { OpenRun } from '../../state/open-runs.ts';
import type { Policy } from '../../state/policies.ts';
import { spanText } from '../../components/policy-span.ts';
import type { ContainerLine } from './station-rows.ts';
import { TakeProgress } from './take-progress.tsx';

interface ContainerRowProps {
  readonly line: ContainerLine;
  readonly policy: Policy | undefined;
  readonly now: number;
  readonly onAsk: (about: 'take' | 'policy') => void;
}

export function ContainerRow({ line, policy, now, onAsk }: ContainerRowProps): ReactNode {
  const said = useSaid(station);
  const saidOfPolicies = useSaid(policyTexts);
  const { ago, list } = useFormat();
  const { container, host, point, run, isOld } = line;
  const called = (action: string): string => said.ofContainer(action, container.name, host);
  const policyAction =
    policy === undefined ? said.policy : said.byPolicy(spanText(policy.everySeconds, saidOfPolicies));
  const points = `/restore-points?container=${encodeURIComponent(container.name)}&host=${encodeURIComponent(host)}`;
  return (
    <div className="station-container">
      <div className="station-facts">
        <div className="station-line">
          <strong>{container.name}</strong>
          <StateMark container={container} isOld={isOld} />
          {isOld && <span className="station-quiet">{said.asLastSeen}</span>}
        </div>
        <p className="station-quiet">
          {container.image}
          {container.ports.length > 0 && ` · ${said.ports(list(portsInBrief(container.ports)))}`}
        </p>
        <p>{point === undefined ? said.noPoint : said.lastPoint(point.name, ago(point.at, now))}</p>
        {run !== undefined && <RunLine run={run} />}
        <TakeProgress host={host} container={container.name} />
      </div>
      <div className="actions">
        <Link
          className="button"
          href={`/migrate/${host}/${encodeURIComponent(container.name)}`}
          aria-label={called(said.move)}
        >
          {said.move}
        </Link>
        <button type="button" aria-label={called(said.backUp)} onClick={() => onAsk('take')}>
          {said.backUp}
        </button>
        <Link className="button" href={points} aria-label={called(said.points)}>
          {said.points}
        </Link>
        <button type="button" aria-label={called(policyAction)} onClick={() => onAsk('policy')}>
          {policyAction}
        </button>
      </div>
    </div>
  );
}

function RunLine({ run }: { readonly run: OpenRun }): ReactNode {
  const said = useSaid(station);
  return (
    <p>
      {run.state === 'attention' ? said.runWaits : said.runUnderWay(run.from, run.to)}{' '}
      <Link href={`/runs/${run.run}`}>{said.showRun(run.run)}</Link>
    </p>
  );
}
