/** A run as its report, from the journal alone. */
import type { RunReport } from '../../shared/model.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/run-record.ts';
import { movePlan } from './move-plan.ts';
import { readSavedLog } from './run-log.ts';

export function reportOf(journal: Journal, record: RunRecord): RunReport {
  const steps = journal.steps.of(record.id);
  const log = readSavedLog(record.report);
  const plan = movePlan.safeParse(record.plan);
  return {
    run: record.id,
    container: record.containerName,
    from: record.source,
    to: record.target,
    outcome: record.state === 'running' ? null : record.state,
    runningOn: hostRunning(record, steps),
    startedAt: record.startedAt,
    freezeMs: log.freezeMs,
    totalMs: record.endedAt === null ? null : log.workMs,
    bytesSent: log.bytesSent,
    rounds: log.rounds,
    compression: log.compression,
    route: plan.success ? plan.data.shown.route : 'relay',
    freezeParts: log.freezeParts,
    steps: steps.map(({ name, state, startedAt, ms, error }) => ({ name, state, startedAt, ms, error })),
    error: record.error ?? undefined,
  };
}

/** The host on which the container runs as far as the journal knows; null while it is frozen. */
export function hostRunning(
  { state, source, target, error }: RunRecord,
  steps: readonly { readonly name: string; readonly state: string }[],
): string | null {
  if (state === 'committed') return target;
  if (state === 'rolled-back') return error?.code === 'attention' ? null : source;
  const stateOf = (name: string): string | undefined => steps.find((step) => step.name === name)?.state;
  if (stateOf('resume') === 'done') return target;
  const frozen = stateOf('freeze');
  return frozen === undefined || frozen === 'undone' ? source : null;
}
