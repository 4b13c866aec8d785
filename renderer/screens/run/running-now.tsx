/** Which host runs the container now: the first thing that anyone wants to know of a run. */
import type { ReactNode } from 'react';
import type { RunReport } from '../../../shared/model.ts';
import type { EndMark } from '../../state/move-picture.ts';
import { MarkIcon } from '../../components/pictures/mark-icon.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { phaseNames } from '../../i18n/steps.ts';
import type { FreezeClock } from '../../state/freeze-clock.ts';
import { phasesOf } from '../../state/run-phases.ts';
import type { Whereabouts } from '../../state/whereabouts.ts';

interface RunningNowProps {
  readonly report: RunReport;
  readonly where: Whereabouts;
  readonly clock: FreezeClock;
  readonly isCarriedOutHere: boolean;
}

const marks = {
  runs: 'runs',
  silent: 'unreachable',
  left: 'gone',
  older: 'runs',
  restoring: 'filling',
  'not-restored': 'waits',
  frozen: 'frozen',
  nowhere: 'unreachable',
} as const satisfies Record<Whereabouts['kind'], EndMark>;

export function RunningNow({ report, where, clock, isCarriedOutHere }: RunningNowProps): ReactNode {
  const said = useSaid(runWords);
  const names = useSaid(phaseNames);
  const phase = phasesOf(report).find(({ state }) => state === 'running' || state === 'undoing');
  const isThere = where.kind === 'runs' || where.kind === 'older';
  const isHearsay = where.kind === 'runs' && report.outcome === null && !isCarriedOutHere;
  return (
    <section className={`run-now run-now-${isThere ? 'there' : 'none'}`} role="status">
      <h2 className="visually-hidden">{said.whereNow}</h2>
      <p className="run-now-host">
        <MarkIcon mark={marks[where.kind]} />
        <strong>{sayWhere(where, report, said)}</strong>
      </p>
      {where.kind === 'frozen' && <p>{said.frozenSafe(report.from)}</p>}
      {where.kind === 'nowhere' && clock.kind === 'unknown' && <p>{said.mayGoOn(report.from)}</p>}
      {isHearsay && <p>{said.byTheJournal}</p>}
      {phase !== undefined && <p>{said.nowAt(names[phase.name])}</p>}
    </section>
  );
}

function sayWhere(
  where: Whereabouts,
  { container, to }: RunReport,
  said: ReturnType<typeof useSaid<typeof runWords>>,
): string {
  switch (where.kind) {
    case 'runs':
      return said.runsOn(container, where.host);
    case 'silent':
      return said.ranOnSilent(container, where.host);
    case 'left':
      return said.hasLeft(container, where.host);
    case 'older':
      return said.olderRuns(container, where.host);
    case 'restoring':
      return said.isRestored(container, to);
    case 'not-restored':
      return said.notRestored(container, to);
    case 'frozen':
      return said.frozen(container);
    case 'nowhere':
      return said.runsNowhere(container);
  }
}
