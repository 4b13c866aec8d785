/** A restore as a run's report, from the journal alone. */
import type { RunReport } from '../../../shared/model.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RunRecord } from '../../journal/run-record.ts';
import { reportOf } from '../../migration/report.ts';
import type { Restoration } from './restoration.ts';
import { restorePlan } from './restore-plan.ts';

/** `from`: where the point was taken. */
export function restoreReportOf(journal: Journal, record: RunRecord): RunReport {
  const plan = restorePlan.safeParse(record.plan).data;
  return {
    ...reportOf(journal, record),
    ...(plan && { from: plan.origin.host, restorePoint: plan.point }),
    runningOn: hostRunning(journal, record),
  };
}

/** The host on which the container runs as far as the journal knows; null if none does, or another run's. */
export function runningOn({ journal, run }: Restoration): string | null {
  return hostRunning(journal, journal.runs.get(run));
}

function hostRunning(journal: Journal, { id, state, target, error, plan }: RunRecord): string | null {
  if (state === 'committed') return error?.code === 'attention' ? null : target;
  const stateOf = (step: string) => journal.steps.of(id).find(({ name }) => name === step)?.state;
  if (stateOf('resume') === 'done') return target;
  // Until it is stopped, the one that is to make way.
  const park = stateOf('park');
  const original = restorePlan.safeParse(plan).data?.parked.find(({ isRunning }) => isRunning);
  return park === undefined || park === 'undone' ? (original?.host ?? null) : null;
}
