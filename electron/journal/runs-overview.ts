/** Many runs at once, as they are listed: of each only what a line needs, since plans and reports are long. */
import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import { asRunId, type RunId } from '../../shared/ids.ts';
import { type RunState, runState } from '../../shared/model.ts';
import type { JournalDatabase } from './database.ts';
import { runNumber } from './run-record.ts';

export interface RunSummary {
  readonly id: RunId;
  readonly container: string;
  /** Of a restore, where its point was taken. */
  readonly from: string;
  readonly to: string;
  readonly state: RunState;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** As last reported; null before. */
  readonly freezeMs: number | null;
  /** Of a restore. */
  readonly restorePoint: string | undefined;
}

const row = z
  .object({
    id: z.number().int().positive(),
    container: z.string(),
    source: z.string(),
    target: z.string(),
    state: runState,
    started_at: z.string(),
    freeze_ms: z.number().nullable().catch(null),
    origin: z.string().nullable().catch(null),
    point: z.string().nullable().catch(null),
  })
  .transform(
    ({ id, container, source, target, state, started_at, freeze_ms, origin, point }): RunSummary => ({
      id: asRunId(`r${id}`),
      container,
      from: origin ?? source,
      to: target,
      state,
      startedAt: started_at,
      freezeMs: freeze_ms,
      restorePoint: point ?? undefined,
    }),
  );
/** Which runs; all of them without any of these. */
export interface RunsWanted {
  /** So many at most. */
  readonly limit?: number | undefined;
  /** Those that were begun before that run. */
  readonly before?: RunId | undefined;
  readonly states?: readonly RunState[] | undefined;
  /** Those whose name, container, hosts or restore point hold it, in capitals or not. */
  readonly mentions?: string | undefined;
}

const changedRow = z.object({ run: z.string() });

export class RunsOverview {
  readonly #database: JournalDatabase;
  readonly #page: Statement<unknown[], unknown>;
  readonly #changed: Statement<unknown[], unknown>;

  constructor(database: JournalDatabase) {
    this.#database = database;
    this.#page = database.prepare(`
      SELECT * FROM (
        SELECT id, container_name AS container, source, target, state, started_at,
               json_extract(report, '$.freezeMs') AS freeze_ms,
               CASE json_extract(plan, '$.kind') WHEN 'restore' THEN json_extract(plan, '$.origin.host') END AS origin,
               CASE json_extract(plan, '$.kind') WHEN 'restore' THEN json_extract(plan, '$.point') END AS point
        FROM runs WHERE id < @below AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states))))
      WHERE @mentions IS NULL OR instr(
        lower(concat_ws(char(10), 'r' || id, container, coalesce(origin, source), target, point)), lower(@mentions)) > 0
      ORDER BY id DESC LIMIT @limit`);
    // The three that change a run's state.
    this.#changed = database.prepare(`
      SELECT DISTINCT run FROM history
      WHERE seq > ? AND run IS NOT NULL AND kind IN ('run-begun', 'run-claimed', 'run-finished')`);
  }

  /** Newest first. */
  page({ limit = -1, before, states, mentions }: RunsWanted = {}): RunSummary[] {
    const wanted = {
      limit,
      below: before === undefined ? Number.MAX_SAFE_INTEGER : runNumber(before),
      states: states === undefined ? null : JSON.stringify(states),
      mentions: mentions ?? null,
    };
    return this.#database.read(() => z.array(row).parse(this.#page.all(wanted)));
  }

  /** Runs that were begun or stand otherwise since that entry of the history. */
  changedSince(seq: number): RunId[] {
    return this.#database.read(() =>
      z
        .array(changedRow)
        .parse(this.#changed.all(seq))
        .map(({ run }) => asRunId(run)),
    );
  }
}
