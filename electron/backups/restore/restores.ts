/** Restores as the station asks for them: planned, begun, resumed, taken back, told of. */
import type { CallOptions } from '../../../shared/contract.ts';
import { asShiplockError, ShiplockError, toErrorData } from '../../../shared/errors.ts';
import { asContainerId, type RunId } from '../../../shared/ids.ts';
import type { Finding, RunReport } from '../../../shared/model.ts';
import type { BothLanguages } from '../../../shared/words.ts';
import type { Journal } from '../../journal/journal.ts';
import { workOnRun } from '../../journal/work-on-run.ts';
import { type OpenSession, Side } from '../../migration/side.ts';
import type { End } from '../../preflight/gather.ts';
import { refuseFor } from '../../preflight/leave.ts';
import { toFindings } from '../../preflight/run-checks.ts';
import { goForward } from './executor.ts';
import { type Origin, planRestore, type RestoreRequest } from './planner.ts';
import type { OpenPoint, PointReader } from './point-reader.ts';
import { recover, recoverOnContact, rollBack } from './recovery.ts';
import { restoreReportOf } from './report.ts';
import { Restoration } from './restoration.ts';
import { type RestorePlan, restorePlan } from './restore-plan.ts';

export interface StartRestore extends RestoreRequest {
  /** The warnings that the user has accepted, by `id`; `all`: whichever there are. Others stop the restore. */
  readonly accept: readonly string[];
}

export interface RestoresParts {
  readonly journal: Journal;
  readonly openPoint: OpenPoint;
  /** Gives a host's session and engine, after what was left unfinished there; whoever opens it closes the engine. */
  readonly open: (host: string, options: CallOptions) => Promise<End>;
  readonly sessions: (options: CallOptions) => OpenSession;
}

/** A host that is dead must not hold up a restore: it is what restores are for. */
const originPatienceMs = 10_000;

export class Restores {
  readonly #parts: RestoresParts;

  constructor(parts: RestoresParts) {
    this.#parts = parts;
  }

  /** What a restore would do, and what stands against it. Changes nothing. Throws as `start` does for what is not there. */
  async plan(request: RestoreRequest, options: CallOptions): Promise<RestorePlan> {
    using point = await this.#parts.openPoint(request.point, options);
    return await this.#plan(request, point, options);
  }

  /**
   * Resolves when the run has ended, well or not. Rejects only when nothing was begun: 'preflight-failed' with what stands
   * against it, 'busy', 'not-found', and what opening the point throws.
   */
  async start(request: StartRestore, options: CallOptions): Promise<RunReport> {
    const { journal, openPoint } = this.#parts;
    using point = await openPoint(request.point, options);
    const plan = await this.#planToCarryOut(request, point, options);
    const run = journal.runs.begin(this.#beginningOf(plan));
    return await this.#carryOut(
      run,
      plan,
      async () => point,
      options,
      async (restoration) => {
        await Promise.all(restoration.sides.map((side) => side.connect(restoration.signal)));
        await goForward(restoration);
      },
    );
  }

  resume(run: RunId, options: CallOptions): Promise<RunReport> {
    return this.#continue(run, recover, options);
  }

  rollBack(run: RunId, withoutTarget: boolean, options: CallOptions): Promise<RunReport> {
    return this.#continue(run, (restoration) => rollBack(restoration, { withoutTarget }), options);
  }

  /** As `resume`, for somebody who wants something else of one of its hosts. */
  recoverOnContact(run: RunId, options: CallOptions): Promise<RunReport> {
    return this.#continue(run, recoverOnContact, options);
  }

  report(run: RunId): RunReport {
    const { journal } = this.#parts;
    return restoreReportOf(journal, journal.runs.get(run));
  }

  /** What stands against it is thrown, and noted in the history: there is no run yet to tell of it. */
  async #planToCarryOut(
    request: StartRestore,
    point: PointReader,
    options: CallOptions,
  ): Promise<RestorePlan> {
    const { journal } = this.#parts;
    try {
      const plan = await this.#plan(request, point, options);
      journal.runs.requireFree(this.#beginningOf(plan));
      refuseFor(plan.findings, request.accept, stateBefore(plan.findings));
      return plan;
    } catch (thrown) {
      journal.history.append('restore-refused', { request, error: toErrorData(thrown) });
      throw thrown;
    }
  }

  async #plan(request: RestoreRequest, point: PointReader, options: CallOptions): Promise<RestorePlan> {
    this.#parts.journal.hosts.get(request.to);
    const target = await this.#parts.open(request.to, options);
    let origin: Origin | undefined;
    try {
      origin = point.description.host === request.to ? { end: target } : await this.#origin(point, options);
      return await planRestore(request, point, target, origin, (check, found, host) =>
        options.onEvent?.({ event: 'preflight.checked', check, host, findings: toFindings(found) }),
      );
    } finally {
      target.engine.close();
      if (origin !== undefined && 'end' in origin && origin.end !== target) origin.end.engine.close();
    }
  }

  async #origin({ description }: PointReader, options: CallOptions): Promise<Origin> {
    const signal = AbortSignal.any([
      ...(options.signal === undefined ? [] : [options.signal]),
      AbortSignal.timeout(originPatienceMs),
    ]);
    try {
      return { end: await this.#parts.open(description.host, { ...options, signal }) };
    } catch (thrown) {
      options.signal?.throwIfAborted();
      return {
        silence: signal.aborted
          ? {
              en: `no answer within ${originPatienceMs / 1000} s`,
              zh: `${originPatienceMs / 1000} 秒内没有应答`,
            }
          : asShiplockError(thrown).text,
      };
    }
  }

  #beginningOf(plan: RestorePlan) {
    return {
      containerName: plan.name,
      // It has none yet, and what makes way is marked on its host.
      containerId: asContainerId(`restore-${plan.key}`),
      source: plan.parked[0]?.host ?? plan.target,
      target: plan.target,
      plan,
    };
  }

  async #continue(
    run: RunId,
    how: (restoration: Restoration) => Promise<void>,
    options: CallOptions,
  ): Promise<RunReport> {
    const { journal, openPoint } = this.#parts;
    const plan = restorePlan.safeParse(journal.runs.get(run).plan);
    if (!plan.success) {
      const text = { en: `The plan of ${run} cannot be read.`, zh: `无法读取 ${run} 的计划。` };
      throw new ShiplockError('journal', text, { details: plan.error.message });
    }
    journal.runs.claim(run);
    using opened = new DisposableStack();
    const open = async (): Promise<PointReader> => opened.use(await openPoint(plan.data.point, options));
    return await this.#carryOut(run, plan.data, open, options, how);
  }

  async #carryOut(
    run: RunId,
    plan: RestorePlan,
    openPoint: () => Promise<PointReader>,
    options: CallOptions,
    how: (restoration: Restoration) => Promise<void>,
  ): Promise<RunReport> {
    const { journal, sessions } = this.#parts;
    const open = sessions(options);
    const sides = new Map<string, Side>();
    const side = (host: string): Side => {
      const known =
        sides.get(host) ??
        new Side(host, open, (link) => options.onEvent?.({ event: 'host.link', run, host, ...link }));
      sides.set(host, known);
      return known;
    };
    try {
      await workOnRun(journal, run, () =>
        how(
          new Restoration({
            run,
            plan,
            journal,
            side,
            openPoint,
            signal: options.signal ?? new AbortController().signal,
            events: {
              step: (event) => options.onEvent?.({ event: 'run.step', ...event }),
              progress: (event) => options.onEvent?.({ event: 'run.progress', ...event }),
            },
          }),
        ),
      );
    } finally {
      for (const each of sides.values()) each.close();
    }
    return this.report(run);
  }
}

function stateBefore(findings: readonly Finding[]): BothLanguages {
  const running = findings.find(({ id }) => id === 'original-runs');
  return running?.host === undefined
    ? { en: 'Nothing was touched.', zh: '未做任何改动。' }
    : {
        en: `${running.host} runs the original as before; nothing was touched.`,
        zh: `原容器照常在 ${running.host} 上运行；未做任何改动。`,
      };
}
