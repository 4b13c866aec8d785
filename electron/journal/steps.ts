/**
 * The steps of a run: what it was about to do, written before, and what came of it, written after. Only the process
 * that owns the running run writes; each call is one transaction together with its entry in the history.
 */
import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type ErrorData, ShiplockError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import { errorData, type Step, stepState } from '../../shared/model.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JournalDatabase } from './database.ts';
import type { History } from './history.ts';
import { jsonColumn } from './row.ts';
import { runNumber } from './run-record.ts';
import type { Runs } from './runs.ts';

export interface StepRecord extends Step {
  /** 1 for the run's first step; a step that is opened again keeps its place. */
  readonly position: number;
  /** What undoing or resuming the step needs; null without any. */
  readonly data: unknown;
}

const stepRow = z
  .object({
    position: z.number().int(),
    name: z.string(),
    state: stepState,
    data: jsonColumn.nullable(),
    started_at: z.string(),
    ms: z.number().nullable(),
    error: jsonColumn.pipe(errorData).nullable(),
  })
  .transform(({ started_at: startedAt, ms, error, ...rest }): StepRecord => {
    return { ...rest, startedAt, ...(ms !== null && { ms }), ...(error !== null && { error }) };
  });

export class Steps {
  readonly #database: JournalDatabase;
  readonly #history: History;
  readonly #runs: Runs;
  readonly #intend: Statement<unknown[], unknown>;
  readonly #select: Statement<unknown[], unknown>;
  readonly #ofRun: Statement<unknown[], unknown>;
  readonly #change: Statement<unknown[], unknown>;

  constructor(database: JournalDatabase, history: History, runs: Runs) {
    this.#database = database;
    this.#history = history;
    this.#runs = runs;
    this.#intend = database.prepare(`
      INSERT INTO steps (run, position, name, state, data, started_at)
      VALUES (@run, (SELECT coalesce(max(position), 0) + 1 FROM steps WHERE run = @run), @name, 'intent', @data, @at)
      ON CONFLICT (run, name) DO UPDATE
      SET state = 'intent', data = coalesce(@data, data), started_at = @at, ms = NULL, error = NULL`);
    this.#select = database.prepare('SELECT * FROM steps WHERE run = ? AND name = ?');
    this.#ofRun = database.prepare('SELECT * FROM steps WHERE run = ? ORDER BY position');
    this.#change = database.prepare(`
      UPDATE steps SET state = @state, data = coalesce(@data, data), ms = coalesce(@ms, ms), error = @error
      WHERE run = @run AND name = @name`);
  }

  /** Before the step acts. A step intended before is opened again and keeps its data unless new data is given. */
  intend(run: RunId, name: string, data?: unknown): void {
    this.#database.write(() => {
      const at = new Date().toISOString();
      this.#intend.run({ run: this.#runs.requireOwned(run), name, data: textOrNull(data), at });
      this.#history.append('step-intended', { name, data }, run);
    });
  }

  /** Replaces the data of an open step, for what it learns midway. */
  updateData(run: RunId, name: string, data: unknown): void {
    this.#write(run, name, { kind: 'step-data', state: 'intent', data });
  }

  /** Replaces the data of a step that is no longer open; its state stays. */
  annotate(run: RunId, name: string, data: unknown): void {
    this.#write(run, name, { kind: 'step-data', data });
  }

  /** `ms`: milliseconds the step took. Data, if given, replaces what is there. */
  succeed(run: RunId, name: string, { ms, data }: { ms: number; data?: unknown }): void {
    this.#write(run, name, { kind: 'step-done', state: 'done', ms, data });
  }

  fail(run: RunId, name: string, error: ErrorData, ms: number): void {
    this.#write(run, name, { kind: 'step-failed', state: 'failed', ms, error });
  }

  /** After the step's effects were taken back, whatever had come of it. May be called again. */
  undone(run: RunId, name: string): void {
    this.#write(run, name, { kind: 'step-undone', state: 'undone' });
  }

  /** In the order they were first intended. Throws `not-found` for an unknown run. */
  of(run: RunId): StepRecord[] {
    return this.#database.read(() => {
      this.#runs.get(run);
      return z.array(stepRow).parse(this.#ofRun.all(runNumber(run)));
    });
  }

  #write(run: RunId, name: string, change: Change): void {
    this.#database.write(() => {
      const number = this.#runs.requireOwned(run);
      const before = stepRow.optional().parse(this.#select.get(number, name));
      if (before === undefined) {
        const text = {
          en: `Step ${name} of ${run} was never intended.`,
          zh: `${run} 的步骤 ${name} 从未开始。`,
        };
        throw new ShiplockError('internal', text);
      }
      if (change.state !== undefined && change.state !== 'undone' && before.state !== 'intent') {
        const text = {
          en: `Step ${name} of ${run} is not open: ${before.state}.`,
          zh: `${run} 的步骤 ${name} 不在进行中：${before.state}。`,
        };
        throw new ShiplockError('internal', text);
      }
      const { kind, state = before.state, ms, data } = change;
      const error = state === 'undone' || change.state === undefined ? before.error : change.error;
      this.#change.run({
        run: number,
        name,
        state,
        data: textOrNull(data),
        ms: ms ?? null,
        error: textOrNull(error),
      });
      this.#history.append(kind, { name, ms, data, error: change.error }, run);
    });
  }
}

interface Change {
  readonly kind: string;
  /** Undefined: the state that it has. */
  readonly state?: z.infer<typeof stepState>;
  readonly ms?: number;
  readonly data?: unknown;
  readonly error?: ErrorData;
}

function textOrNull(value: unknown): string | null {
  return value === undefined ? null : canonicalJson(value);
}
