/** A run as the journal keeps it. */
import { z } from 'zod';
import { ShiplockError, type ErrorData } from '../../shared/errors.ts';
import { asContainerId, asRunId, type ContainerId, type RunId } from '../../shared/ids.ts';
import { errorData, type RunState, runState } from '../../shared/model.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { jsonColumn } from './row.ts';

/** A plan that names none is a move's. */
export type RunKind = 'move' | 'restore';

export interface RunRecord {
  readonly id: RunId;
  readonly kind: RunKind;
  readonly containerName: string;
  /** On the source; of a restore, a name of the run's own. */
  readonly containerId: ContainerId;
  readonly source: string;
  readonly target: string;
  readonly state: RunState;
  readonly plan: unknown;
  /** As last saved; null before. */
  readonly report: unknown;
  readonly error: ErrorData | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** When it last stopped running; null while it runs. */
  readonly endedAt: string | null;
  /** The process that is working on it, or was when it died; null unless the run's state is running. */
  readonly owner: ProcessIdentity | null;
  readonly heartbeatAt: string | null;
}

/** Of fifteen digits, as a run's name may have. */
const largestNumber = 999_999_999_999_999;

export const runRow = z
  .object({
    id: z.number().int().positive().max(largestNumber),
    container_name: z.string(),
    container_id: z.string(),
    source: z.string(),
    target: z.string(),
    state: runState,
    plan: jsonColumn,
    report: jsonColumn.nullable(),
    error: jsonColumn.pipe(errorData).nullable(),
    started_at: z.string(),
    ended_at: z.string().nullable(),
    owner_pid: z.number().int().nullable(),
    owner_started: z.number().int().nullable(),
    heartbeat_at: z.string().nullable(),
  })
  .transform(
    (row): RunRecord => ({
      id: asRunId(`r${row.id}`),
      kind: kindOf(row.plan),
      containerName: row.container_name,
      containerId: asContainerId(row.container_id),
      source: row.source,
      target: row.target,
      state: row.state,
      plan: row.plan,
      report: row.report,
      error: row.error,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      owner: row.owner_pid === null ? null : { pid: row.owner_pid, started: row.owner_started },
      heartbeatAt: row.heartbeat_at,
    }),
  );

const restorePlan = z.object({ kind: z.literal('restore') });
const kindOf = (plan: unknown): RunKind => (restorePlan.safeParse(plan).success ? 'restore' : 'move');

/** The number behind `r12`. Throws `not-found` for what is not a run's name. */
export function runNumber(run: RunId): number {
  const number = /^r([1-9][0-9]{0,14})$/.exec(run)?.[1];
  if (number === undefined) throw unknownRun(run);
  return Number(number);
}

export function unknownRun(run: RunId): ShiplockError {
  const text = { en: `No run ${run} is known.`, zh: `没有名为 ${run} 的任务。` };
  return new ShiplockError('not-found', text, {
    remedy: { en: 'shiplock runs lists them.', zh: '列出所有任务：shiplock runs' },
  });
}
