/**
 * Tells onlookers how runs stand, whoever carries them out, in whichever process: from the journal, and of those of this process
 * what the journal keeps only at their end.
 */
import type { CallOptions, Checked } from '../shared/contract.ts';
import { asRunId, type RunId } from '../shared/ids.ts';
import type { RunReport } from '../shared/model.ts';
import type { Journal } from './journal/journal.ts';
import { journalChanges } from './journal-changes.ts';
import type { RunsUnderWay } from './runs-under-way.ts';

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
    for await (const _ of journalChanges(this.#journal, options.signal)) {
      const report = this.#underWay.withProgress(this.#reportOf(run));
      const isCarriedOutHere = this.#underWay.has(name);
      const text = JSON.stringify({ report, isCarriedOutHere });
      if (text !== last) options.onEvent?.({ event: 'run.changed', report, isCarriedOutHere });
      last = text;
      if (report.outcome !== null) return report;
    }
    return this.#reportOf(run);
  }
}
