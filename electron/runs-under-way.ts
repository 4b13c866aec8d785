/** The runs that this process carries out, so that each can be cancelled by its name and told of, whoever began it. */
import type { CallOptions, Event, EventPayload, MethodName } from '../shared/contract.ts';
import { cancelledAsAsked, ShiplockError } from '../shared/errors.ts';
import type { Round, RunReport } from '../shared/model.ts';

export interface Watched extends Disposable {
  /** With these the call is made that may begin runs, or go on with some. */
  readonly options: CallOptions;
}

/** Whoever calls these wants the run. What others settle on their way, before they use a host, is not cancelled with them. */
const carriesOutRun: ReadonlySet<MethodName> = new Set<MethodName>([
  'moves.start',
  'restores.start',
  'runs.resume',
  'runs.rollback',
  'runs.rescue',
]);

interface UnderWay {
  readonly controller: AbortController;
  readonly rounds: Round[];
  progress?: EventPayload<'run.progress'>;
}

export class RunsUnderWay {
  readonly #runs = new Map<string, UnderWay>();

  /** The run that this call begins, or goes on with, can be cancelled until this is disposed of. */
  watch(method: MethodName, options: CallOptions): Watched {
    if (!carriesOutRun.has(method)) return { options, [Symbol.dispose]: () => undefined };
    const controller = new AbortController();
    const { signal } = options;
    return {
      options: {
        ...options,
        signal: signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
        onEvent: (event) => {
          this.#note(event, controller);
          options.onEvent?.(event);
        },
      },
      [Symbol.dispose]: () => {
        for (const [run, each] of this.#runs) if (each.controller === controller) this.#runs.delete(run);
      },
    };
  }

  has(run: string): boolean {
    return this.#runs.has(run);
  }

  /** The journal has bytes and rounds of a run when it has ended; until then they are added here, if it is one of these. */
  withProgress(report: RunReport): RunReport {
    const { rounds = [], progress } = this.#runs.get(report.run) ?? {};
    if (report.outcome !== null) return report;
    return {
      ...report,
      rounds: [...report.rounds, ...rounds],
      ...(progress && { bytesSent: progress.bytesSent, fromStore: progress.fromStore ?? report.fromStore }),
    };
  }

  /** Throws 'not-found' for a run that is not under way here. */
  cancel(run: string): void {
    const underWay = this.#runs.get(run);
    if (underWay === undefined) {
      const text = {
        en: `Run ${run} is not under way in this Shiplock.`,
        zh: `此 Shiplock 没有在执行任务 ${run}。`,
      };
      throw new ShiplockError('not-found', text, {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: {
          en: 'Where it was begun, press Ctrl-C. If nobody carries it out any more, resume it or roll it back.',
          zh: '请在启动它的地方按 Ctrl-C。如果已无人执行，请恢复或回滚该任务。',
        },
      });
    }
    underWay.controller.abort(cancelledAsAsked());
  }

  #note(event: Event, controller: AbortController): void {
    if (event.event === 'run.step') this.#of(event.run, controller);
    else if (event.event === 'run.progress') this.#of(event.run, controller).progress = event;
    else if (event.event === 'run.round') this.#of(event.run, controller).rounds.push(event.round);
    // Settled on the way: it is over, and the call goes on with what it is about.
    else if (event.event === 'run.reconciled' && this.#runs.get(event.run)?.controller === controller)
      this.#runs.delete(event.run);
  }

  #of(run: string, controller: AbortController): UnderWay {
    const known = this.#runs.get(run);
    if (known?.controller === controller) return known;
    const underWay: UnderWay = { controller, rounds: [] };
    this.#runs.set(run, underWay);
    return underWay;
  }
}
