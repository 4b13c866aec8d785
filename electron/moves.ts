/** Moves as the station asks for them: begun, gone on with, rescued, taken back, told of. */
import type { CallOptions, Checked, MoveRequest } from '../shared/contract.ts';
import { ShiplockError, toErrorData } from '../shared/errors.ts';
import { asContainerId, asRunId, type RunId } from '../shared/ids.ts';
import type { RunReport } from '../shared/model.ts';
import type { Sessions } from './hosts/sessions.ts';
import type { Inspection } from './inspection.ts';
import type { Journal } from './journal/journal.ts';
import { workOnRun } from './journal/work-on-run.ts';
import { goForward } from './migration/executor.ts';
import type { LayerSource } from './migration/layer-source.ts';
import { Move } from './migration/move.ts';
import { type MovePlan, movePlan } from './migration/move-plan.ts';
import { recover, recoverOnContact, rollBack } from './migration/recovery.ts';
import type { Prestored } from './migration/prestored.ts';
import { reportOf } from './migration/report.ts';
import { rescue } from './migration/rescue.ts';
import { Side } from './migration/side.ts';
import { requireLeave } from './preflight/leave.ts';

export interface MovesParts {
  readonly journal: Journal;
  readonly sessions: Sessions;
  readonly inspection: Inspection;
  readonly layers: LayerSource;
  /** What the laptop has of a container on a host: see `FindPrestored`. */
  readonly prestored: (
    of: { readonly from: string; readonly container: string },
    options: CallOptions,
  ) => Promise<Prestored | undefined>;
  /** Finishes or undoes what was left unfinished on a host, as far as it can be reached. */
  readonly reconcile: (host: string, options: CallOptions) => Promise<void>;
}

export class Moves {
  readonly #parts: MovesParts;

  constructor(parts: MovesParts) {
    this.#parts = parts;
  }

  /** Resolves when the run has ended, well or not. Rejects only when nothing was begun. */
  async start(request: MoveRequest, options: CallOptions): Promise<RunReport> {
    const plan = await this.#planToCarryOut(request, options);
    // A plan takes its time: a host may have been removed meanwhile, and a run with it could not even be taken back.
    for (const name of [request.from, request.to]) this.#parts.journal.hosts.get(name);
    const run = this.#parts.journal.runs.begin({
      containerName: plan.container.name,
      containerId: asContainerId(plan.container.id),
      source: request.from,
      target: request.to,
      plan,
    });
    return this.#carryOut(run, plan, options, async (move) => {
      await Promise.all([move.source.connect(move.signal), move.target.connect(move.signal)]);
      await goForward(move);
    });
  }

  resume(run: RunId, withoutSource: boolean, options: CallOptions): Promise<RunReport> {
    return this.#continue(run, (move) => recover(move, { withoutSource }), options);
  }

  rollBack(run: RunId, withoutTarget: boolean, options: CallOptions): Promise<RunReport> {
    return this.#continue(run, (move) => rollBack(move, { withoutTarget }), options);
  }

  rescue({ run, ...agreed }: Checked<'runs.rescue'>, options: CallOptions): Promise<RunReport> {
    return this.#continue(asRunId(run), (move) => rescue(move, agreed), options);
  }

  /** As `resume`, for somebody who wants something else of one of its hosts. */
  recoverOnContact(run: RunId, options: CallOptions): Promise<RunReport> {
    return this.#continue(run, recoverOnContact, options);
  }

  report(run: RunId): RunReport {
    const { journal } = this.#parts;
    return reportOf(journal, journal.runs.get(run));
  }

  /** What stands against the move is thrown, and noted in the history: there is no run yet to tell of it. */
  async #planToCarryOut(request: MoveRequest, options: CallOptions): Promise<MovePlan> {
    const { journal, inspection, reconcile } = this.#parts;
    try {
      const { container, from, to } = request;
      for (const host of [from, to]) await reconcile(host, options);
      // Before the plan, which would find the traces of that other run and say something else.
      journal.runs.requireFree({
        containerName: container,
        containerId: asContainerId(container),
        source: from,
        target: to,
      });
      const { plan } = await inspection.plan(request, options);
      requireLeave(plan.shown, request.accept);
      return plan;
    } catch (thrown) {
      journal.history.append('move-refused', { request, error: toErrorData(thrown) });
      throw thrown;
    }
  }

  async #continue(run: RunId, how: (move: Move) => Promise<void>, options: CallOptions): Promise<RunReport> {
    const { journal } = this.#parts;
    const plan = movePlan.safeParse(journal.runs.get(run).plan);
    if (!plan.success) {
      const text = { en: `The plan of ${run} cannot be read.`, zh: `无法读取 ${run} 的计划。` };
      throw new ShiplockError('journal', text, { details: plan.error.message });
    }
    journal.runs.claim(run);
    return this.#carryOut(run, plan.data, options, how);
  }

  async #carryOut(
    run: RunId,
    plan: MovePlan,
    options: CallOptions,
    how: (move: Move) => Promise<void>,
  ): Promise<RunReport> {
    const { journal, sessions, layers } = this.#parts;
    const open = (name: string, signal?: AbortSignal) => sessions.get(name, signal, options.askSecret);
    const side = (host: string) =>
      new Side(host, open, (link) => options.onEvent?.({ event: 'host.link', run, host, ...link }));
    const move = new Move({
      run,
      plan,
      source: side(plan.shown.from),
      target: side(plan.shown.to),
      journal,
      openApart: (name, agent, signal) => sessions.openApart(name, agent, signal),
      layers: plan.useStore ? layers : undefined,
      findPrestored: plan.useStore ? () => this.#parts.prestored(plan.shown, options) : undefined,
      signal: options.signal ?? new AbortController().signal,
      events: {
        step: (event) => options.onEvent?.({ event: 'run.step', ...event }),
        progress: (event) => options.onEvent?.({ event: 'run.progress', ...event }),
        round: (event) => options.onEvent?.({ event: 'run.round', ...event }),
      },
    });
    try {
      await workOnRun(journal, run, () => how(move));
    } finally {
      move.lease.stopRenewing();
      // A run that needs attention may have left it open.
      await move.route.closeDirect();
      move.source.close();
      move.target.close();
    }
    return this.report(run);
  }
}
