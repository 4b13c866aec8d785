/** Runs of either kind, moves and restores: told of, gone on with and taken back by the one that began them. */
import type { CallOptions, Checked } from '../shared/contract.ts';
import { asShiplockError, ShiplockError } from '../shared/errors.ts';
import { asRunId, type RunId } from '../shared/ids.ts';
import type { RunReport } from '../shared/model.ts';
import { unfinishedRestores } from './backups/restore/recovery.ts';
import type { Restores } from './backups/restore/restores.ts';
import type { Journal } from './journal/journal.ts';
import { unfinishedRuns } from './migration/recovery.ts';
import type { Moves } from './moves.ts';

export class Runs {
  readonly #journal: Journal;
  readonly #moves: Moves;
  readonly #restores: Restores;

  constructor(journal: Journal, moves: Moves, restores: Restores) {
    this.#journal = journal;
    this.#moves = moves;
    this.#restores = restores;
  }

  async show({ run }: Checked<'runs.show'>): Promise<RunReport> {
    return this.report(asRunId(run));
  }

  report(run: RunId): RunReport {
    return this.#of(run).report(run);
  }

  async resume(
    { run: name, withoutSource }: Checked<'runs.resume'>,
    options: CallOptions,
  ): Promise<RunReport> {
    const run = asRunId(name);
    if (!this.#isRestore(run)) return this.#moves.resume(run, withoutSource, options);
    if (withoutSource) throw notOfRestores(run);
    return this.#restores.resume(run, options);
  }

  async rescue(agreed: Checked<'runs.rescue'>, options: CallOptions): Promise<RunReport> {
    const run = asRunId(agreed.run);
    if (this.#isRestore(run)) throw notOfRestores(run);
    return this.#moves.rescue(agreed, options);
  }

  async rollBack(
    { run: name, withoutTarget }: Checked<'runs.rollback'>,
    options: CallOptions,
  ): Promise<RunReport> {
    const run = asRunId(name);
    return this.#of(run).rollBack(run, withoutTarget, options);
  }

  /**
   * A host that comes back must not run what it handed over: runs that left a container frozen there, or did not finish
   * after their decision, are finished or undone before anything else is done with it, as far as the hosts can be reached.
   */
  async reconcile(host: string, options: CallOptions): Promise<void> {
    const unfinished = [...unfinishedRuns(this.#journal, host), ...unfinishedRestores(this.#journal, host)];
    for (const run of unfinished) {
      try {
        const { outcome, error } = await this.#of(run).recoverOnContact(run, options);
        if (outcome === null) continue;
        options.onEvent?.({ event: 'run.reconciled', run, outcome, state: error?.state });
      } catch (thrown) {
        options.signal?.throwIfAborted();
        const { code, text, state = text } = asShiplockError(thrown);
        // Another process is at it.
        if (code === 'busy') continue;
        options.onEvent?.({ event: 'run.reconciled', run, outcome: 'attention', state });
      }
    }
  }

  #of(run: RunId): Moves | Restores {
    return this.#isRestore(run) ? this.#restores : this.#moves;
  }

  #isRestore(run: RunId): boolean {
    return this.#journal.runs.get(run).kind === 'restore';
  }
}

const notOfRestores = (run: RunId): ShiplockError =>
  new ShiplockError(
    'usage',
    {
      en: `Run ${run} is a restore: it has no source to do without, and no rescue.`,
      zh: `任务 ${run} 是还原：没有源主机可舍弃，也不能救援。`,
    },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: {
        en: `Go on with it: shiplock resume ${run}, or take it back: shiplock rollback ${run}`,
        zh: `继续处理：shiplock resume ${run}；或回滚：shiplock rollback ${run}`,
      },
    },
  );
