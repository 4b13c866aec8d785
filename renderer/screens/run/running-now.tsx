/** Which host runs the container now: the first thing that anyone wants to know of a run. */
import type { ReactNode } from 'react';
import type { RunReport } from '../../../shared/model.ts';
import { MarkIcon } from '../../components/pictures/mark-icon.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { phaseNames } from '../../i18n/steps.ts';
import type { FreezeClock } from '../../state/freeze-clock.ts';
import { phasesOf } from '../../state/run-phases.ts';

interface RunningNowProps {
  readonly report: RunReport;
  readonly clock: FreezeClock;
  /** Hosts whose connection is lost just now. */
  readonly lost: readonly string[];
}

export function RunningNow({ report, clock, lost }: RunningNowProps): ReactNode {
  const said = useSaid(runWords);
  const names = useSaid(phaseNames);
  const { container, from, runningOn } = report;
  const isFrozen = runningOn === null && clock.kind === 'ticking';
  const phase = phasesOf(report).find(({ state }) => state === 'running' || state === 'undoing');
  const doubtful = lost.find((host) => host === runningOn);
  return (
    <section className={`run-now run-now-${runningOn === null ? 'none' : 'there'}`} role="status">
      <h2 className="visually-hidden">{said.whereNow}</h2>
      <p className="run-now-host">
        <MarkIcon mark={runningOn !== null ? 'runs' : isFrozen ? 'frozen' : 'unreachable'} />
        <strong>
          {runningOn !== null
            ? said.runsOn(container, runningOn)
            : isFrozen
              ? said.frozen(container)
              : said.runsNowhere(container)}
        </strong>
      </p>
      {isFrozen && <p>{said.frozenSafe(from)}</p>}
      {runningOn === null && clock.kind === 'unknown' && <p>{said.mayGoOn(from)}</p>}
      {doubtful !== undefined && <p>{said.asFarAsKnown(doubtful)}</p>}
      {phase !== undefined && <p>{said.nowAt(names[phase.name])}</p>}
    </section>
  );
}
