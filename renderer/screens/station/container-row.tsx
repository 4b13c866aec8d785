/** A container in the station's list: how it is, its last restore point, a run that is under way, and what can be done. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { portsInBrief } from '../../components/ports.ts';
import { Mark } from '../../components/mark.tsx';
import type { ContainerSummary, Severity } from '../../../shared/model.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { station } from '../../i18n/station.ts';
import { policies as policyTexts } from '../../i18n/policies.ts';
import type { OpenRun } from '../../state/open-runs.ts';
import type { Policy } from '../../state/policies.ts';
import { spanText } from '../../components/policy-span.ts';
import { type ContainerState, stateOf } from './container-state.ts';
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

interface StateMarkProps {
  readonly container: ContainerSummary;
  /** Nobody knows whether it is still so: it is not shown as well. */
  readonly isOld: boolean;
}

function StateMark({ container, isOld }: StateMarkProps): ReactNode {
  const said = useSaid(station);
  const { list } = useFormat();
  const { state, health, exitCode } = stateOf(container);
  const name = typeof state === 'string' ? said[state] : state.other;
  const more = [
    ...(health === undefined ? [] : [said[health]]),
    ...(exitCode === undefined ? [] : [said.exitCode(exitCode)]),
  ];
  return (
    <Mark severity={isOld ? 'info' : severityOf({ state, health, exitCode })}>{list([name, ...more])}</Mark>
  );
}

/** Whoever stopped it on purpose needs no alarm; one that ended by itself, or is not well, does. */
function severityOf({ state, health, exitCode }: ContainerState): Severity {
  if (health === 'unhealthy' || state === 'dead') return 'error';
  if (state === 'running') return 'ok';
  return state === 'restarting' || state === 'paused' || (exitCode ?? 0) > 0 ? 'warning' : 'info';
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
