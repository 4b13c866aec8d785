/**
 * The runs, and who is working on each. While a run is running only its owner changes it; each change is one
 * transaction together with its entry in the history. A heartbeat is the exception: it leaves no entry.
 */
import { createHash } from 'node:crypto';
import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type ErrorData, ShiplockError } from '../../shared/errors.ts';
import { asRunId, type RunId } from '../../shared/ids.ts';
import type { RunState } from '../../shared/model.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JournalDatabase } from './database.ts';
import type { History } from './history.ts';
import { isAlive, isSameProcess, ownProcess } from './process-identity.ts';
import { inTheWay, owned } from './run-busy.ts';
import { type RunRecord, runNumber, runRow, unknownRun } from './run-record.ts';

export interface RunBeginning {
  readonly containerName: string;
  /** On the source; of a restore, a name of the run's own. */
  readonly containerId: string;
  readonly source: string;
  readonly target: string;
  /** Free-form JSON; `savePlan` replaces it. */
  readonly plan: unknown;
}

export interface CommittedRuns {
  readonly between?: readonly [one: string, other: string];
  readonly container?: string;
}

export type FinishedRunState = Exclude<RunState, 'running'>;

export class Runs {
  readonly #database: JournalDatabase;
  readonly #history: History;
  readonly #self = ownProcess();
  readonly #insert: Statement<unknown[], unknown>;
  readonly #conflict: Statement<unknown[], unknown>;
  readonly #select: Statement<unknown[], unknown>;
  readonly #all: Statement<unknown[], unknown>;
  readonly #unfinished: Statement<unknown[], unknown>;
  readonly #committed: Statement<unknown[], unknown>;
  readonly #own: Statement<unknown[], unknown>;
  readonly #beat: Statement<unknown[], unknown>;
  readonly #end: Statement<unknown[], unknown>;
  readonly #plan: Statement<unknown[], unknown>;
  readonly #report: Statement<unknown[], unknown>;

  constructor(database: JournalDatabase, history: History) {
    this.#database = database;
    this.#history = history;
    this.#insert = database.prepare(`
      INSERT INTO runs (container_name, container_id, source, target, state, plan, started_at,
                        owner_pid, owner_started, heartbeat_at)
      VALUES (@containerName, @containerId, @source, @target, 'running', @plan, @at, @pid, @started, @at)`);
    this.#conflict = database.prepare(`
      SELECT * FROM runs
      WHERE state IN ('running', 'attention')
        AND ((container_id = @containerId AND source = @source)
          OR (container_name = @containerName AND (target IN (@target, @source) OR source = @target)))
      ORDER BY id LIMIT 1`);
    this.#select = database.prepare('SELECT * FROM runs WHERE id = ?');
    this.#all = database.prepare('SELECT * FROM runs ORDER BY id DESC');
    this.#unfinished = database.prepare(`
      SELECT * FROM runs WHERE state IN ('running', 'attention') AND ? IN (source, target) ORDER BY id`);
    this.#committed = database.prepare(`
      SELECT * FROM runs
      WHERE state = 'committed' AND (@container IS NULL OR container_name = @container)
        AND (@one IS NULL OR (source, target) IN ((@one, @other), (@other, @one)))
      ORDER BY id DESC LIMIT @limit`);
    this.#own = database.prepare(`
      UPDATE runs SET state = 'running', ended_at = NULL, owner_pid = ?, owner_started = ?, heartbeat_at = ?
      WHERE id = ?`);
    this.#beat = database.prepare('UPDATE runs SET heartbeat_at = ? WHERE id = ?');
    this.#end = database.prepare(`
      UPDATE runs SET state = ?, error = ?, ended_at = ?, owner_pid = NULL, owner_started = NULL WHERE id = ?`);
    this.#plan = database.prepare('UPDATE runs SET plan = ? WHERE id = ?');
    this.#report = database.prepare('UPDATE runs SET report = ? WHERE id = ?');
  }

  /**
   * Starts a run that this process owns. Throws `busy`, naming the run and what to do, while another unfinished run
   * (running or attention) moves the same container away from the source, or has a container of that name coming to or
   * leaving the same host; `disk-full` when the journal's reserve is not in place.
   */
  begin({ containerName, containerId, source, target, plan }: RunBeginning): RunId {
    return this.#database.write(() => {
      this.#database.reserve.fill();
      const who = { containerName, containerId, source, target };
      this.requireFree(who);
      const at = new Date().toISOString();
      const inserted = this.#insert.run({ ...who, ...this.#self, plan: canonicalJson(plan), at });
      const run = asRunId(`r${inserted.lastInsertRowid}`);
      this.#history.append('run-begun', { ...who, plan, owner: this.#self }, run);
      return run;
    });
  }

  /** Throws `busy` as `begin` does. */
  requireFree(who: Omit<RunBeginning, 'plan'>): void {
    this.#database.read(() => {
      const conflict = runRow.optional().parse(this.#conflict.get(who));
      if (conflict !== undefined) throw inTheWay(conflict);
    });
  }

  /**
   * Takes over a run whose owner has ended, or one that waits for attention, and sets it running again. Throws `busy`
   * while its owner lives, also when that is this process; `usage` when the run has ended; `not-found`.
   */
  claim(run: RunId): RunRecord {
    return this.#database.write(() => {
      const { state, owner } = this.get(run);
      if (state === 'committed' || state === 'rolled-back') throw ended(run, state);
      if (owner !== null && isAlive(owner)) throw owned(this.get(run));
      this.#own.run(this.#self.pid, this.#self.started, new Date().toISOString(), runNumber(run));
      this.#history.append('run-claimed', { owner: this.#self, before: { state, owner } }, run);
      return this.get(run);
    });
  }

  /** A sign of life for people to see: whether an owner lives is asked of the system. Throws as `requireOwned`. */
  heartbeat(run: RunId): void {
    this.#database.write(() => {
      this.#beat.run(new Date().toISOString(), this.requireOwned(run));
    });
  }

  /**
   * Ends the work on a run; nobody owns it then. One that waits for attention can be finished without a claim. Throws
   * `usage` when it has ended before, `busy` when another process owns it.
   */
  finish(run: RunId, state: FinishedRunState, more: { error?: ErrorData; report?: unknown } = {}): void {
    this.#database.write(() => {
      const before = this.get(run).state;
      if (before === 'committed' || before === 'rolled-back') throw ended(run, before);
      const number = this.#requireNotAnothers(run);
      if (more.report !== undefined) this.saveReport(run, more.report);
      const error = more.error === undefined ? null : canonicalJson(more.error);
      this.#end.run(state, error, new Date().toISOString(), number);
      this.#history.append('run-finished', { state, error: more.error }, run);
    });
  }

  /** Throws `not-found`. */
  get(run: RunId): RunRecord {
    return this.#database.read(() => {
      const record = runRow.optional().parse(this.#select.get(runNumber(run)));
      if (record === undefined) throw unknownRun(run);
      return record;
    });
  }

  /** Newest first. */
  list(): RunRecord[] {
    return this.#database.read(() => z.array(runRow).parse(this.#all.all()));
  }

  /** Those that have not ended and concern this host, oldest first. */
  unfinished(host: string): RunRecord[] {
    return this.#database.read(() => z.array(runRow).parse(this.#unfinished.all(host)));
  }

  /** The latest that were committed, newest first: `between` two hosts, in either direction, and of that container, if given. */
  committed(limit: number, { between, container }: CommittedRuns = {}): RunRecord[] {
    const [one, other] = between ?? [null, null];
    const wanted = { limit, one, other, container: container ?? null };
    return this.#database.read(() => z.array(runRow).parse(this.#committed.all(wanted)));
  }

  /** Replaces the plan of a run this process owns. */
  savePlan(run: RunId, plan: unknown): void {
    this.#database.write(() => {
      this.#plan.run(canonicalJson(plan), this.requireOwned(run));
      this.#history.append('run-plan-saved', { plan }, run);
    });
  }

  /**
   * Replaces the report of a run this process owns or nobody does. The history keeps its sha256 and size in bytes.
   */
  saveReport(run: RunId, report: unknown): void {
    this.#database.write(() => {
      const text = canonicalJson(report);
      this.#report.run(text, this.#requireNotAnothers(run));
      const sha256 = createHash('sha256').update(text).digest('hex');
      this.#history.append('run-report-saved', { sha256, bytes: Buffer.byteLength(text) }, run);
    });
  }

  /** The number of a running run this process owns. Throws `busy`, `usage` or `not-found` for any other. */
  requireOwned(run: RunId): number {
    const number = this.#requireNotAnothers(run);
    const { state } = this.get(run);
    if (state !== 'running') throw ended(run, state);
    return number;
  }

  #requireNotAnothers(run: RunId): number {
    const record = this.get(run);
    if (record.owner !== null && !isSameProcess(record.owner, this.#self)) throw owned(record);
    return runNumber(run);
  }
}

function ended(run: RunId, state: FinishedRunState): ShiplockError {
  const text = { en: `Run ${run} is not running: ${state}.`, zh: `任务 ${run} 不在进行中：${state}。` };
  const remedy = { en: `Go on with it: shiplock resume ${run}`, zh: `继续处理它：shiplock resume ${run}` };
  return new ShiplockError('usage', text, {
    state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
    remedy: state === 'attention' ? remedy : undefined,
  });
}
