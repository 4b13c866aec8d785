/**
 * Tells onlookers how runs stand, whoever carries them out, in whichever process: from the journal, and of those of this process
 * what the journal keeps only at their end.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { asRunId, type RunId } from '../shared/ids.ts';
import type { RunReport } from '../shared/model.ts';
import type { Journal } from './journal/journal.ts';
import type { RunsUnderWay } from './runs-under-way.ts';

/** How long a change may go unseen. */
const lookEveryMs = 200;

export class Onlookers {
  readonly #journal: Journal;
  readonly #reportOf: (run: RunId) => RunReport;
  readonly #underWay: RunsUnderWay;

  constructor(journal: Journal, reportOf: (run: RunId) => RunReport, underWay: RunsUnderWay) {
    this.#journal = journal;
    this.#reportOf = reportOf;
    this.#underWay = underWay;
  }

  /** See the contract's `runs.watch`. */
  async watchRun({ run: name }: Checked<'runs.watch'>, options: CallOptions): Promise<RunReport> {
    const run = asRunId(name);
    let last = '';
    for await (const _ of this.#changes(options.signal)) {
      const report = this.#underWay.withProgress(this.#reportOf(run));
      const isCarriedOutHere = this.#underWay.has(name);
      const text = JSON.stringify({ report, isCarriedOutHere });
      if (text !== last) options.onEvent?.({ event: 'run.changed', report, isCarriedOutHere });
      last = text;
      if (report.outcome !== null) return report;
    }
    return this.#reportOf(run);
  }

  /** See the contract's `runs.watchAll`. */
  async watchAll({ signal, onEvent }: CallOptions): Promise<Output<'runs.watchAll'>> {
    let known: ReadonlyMap<string, string> | undefined;
    for await (const _ of this.#changes(signal)) {
      const now = new Map(this.#journal.runs.list().map(({ id, state }) => [id as string, state]));
      for (const [run, state] of known === undefined ? [] : now) {
        if (known?.get(run) !== state) onEvent?.({ event: 'runs.changed', run });
      }
      known = now;
    }
    return {};
  }

  /** At once, and again whenever the journal has grown, until the signal. */
  async *#changes(signal: AbortSignal | undefined): AsyncGenerator<void> {
    let seen: number | undefined;
    while (signal?.aborted !== true) {
      const { seq } = this.#journal.history.head() ?? { seq: 0 };
      if (seq !== seen) yield;
      seen = seq;
      // An abort is the end of it, not a failure.
      await wait(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
