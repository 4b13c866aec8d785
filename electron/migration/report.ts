/** A run as its report, from the journal alone. */
import { z } from 'zod';
import {
  type FromStore,
  type RescuePoint,
  rescuePoint as rescuePointSchema,
  type RunReport,
  type TakenRoute,
  takenRoute,
} from '../../shared/model.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/run-record.ts';
import type { StepRecord } from '../journal/steps.ts';
import { estimateOf } from './past-runs.ts';
import { rescuePointOf } from './rescue-point.ts';
import { readSavedLog } from './run-log.ts';

export function reportOf(journal: Journal, record: RunRecord): RunReport {
  const steps = journal.steps.of(record.id);
  const log = readSavedLog(record.report);
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
    fromStore: unlessNothing(log.fromStore),
    estimate: estimateOf(record, log.route ?? notedRoute(steps)),
    rounds: log.rounds,
    compression: log.compression,
    route: log.route ?? notedRoute(steps),
    remarks: log.remarks,
    freezeParts: log.freezeParts,
    rescue: rescuePoint(record, steps),
    steps: steps.map(({ name, state, startedAt, ms, error }) => ({ name, state, startedAt, ms, error })),
    error: record.error ?? undefined,
  };
}

const unlessNothing = (given: FromStore | undefined): FromStore | undefined =>
  given !== undefined && given.image + given.files + given.memory > 0 ? given : undefined;

const rescueDecision = z.object({ rescue: rescuePointSchema });
const routeNote = z.object({ kind: takenRoute });

/** The one that it was rescued from, or could be for as long as it has not ended. */
function rescuePoint({ state }: RunRecord, steps: readonly StepRecord[]): RescuePoint | undefined {
  const commit = steps.find(({ name }) => name === 'commit');
  const decided = rescueDecision.safeParse(commit?.data);
  if (decided.success && commit?.state !== 'undone') return decided.data.rescue;
  return state === 'committed' || state === 'rolled-back' ? undefined : rescuePointOf(steps);
}

/** Until the run has ended, the step that chose it is who knows. */
function notedRoute(steps: readonly { readonly name: string; readonly data: unknown }[]): TakenRoute {
  const data = steps.find(({ name }) => name === 'route')?.data;
  const noted = routeNote.safeParse(data);
  return noted.success ? noted.data.kind : 'relay';
}

/** The host on which the container runs as far as the journal knows; null while it is frozen, or if it has ended. */
export function hostRunning(
  { state, source, target, error }: RunRecord,
  steps: readonly { readonly name: string; readonly state: string }[],
): string | null {
  // One that has ended there, as the run ended.
  const isStill = error?.code === 'attention';
  if (state === 'committed') return isStill ? null : target;
  if (state === 'rolled-back') return isStill ? null : source;
  const stateOf = (name: string): string | undefined => steps.find((step) => step.name === name)?.state;
  // Decided, of a rescue perhaps, which has to be carried out yet.
  if (!['undone', undefined].includes(stateOf('commit'))) return stateOf('resume') === 'done' ? target : null;
  const frozen = stateOf('freeze');
  if (frozen === undefined || frozen === 'undone') return source;
  return stateOf('resume') === 'done' ? target : null;
}
