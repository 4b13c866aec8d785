/** What the contract promises of incident logs: what hosts tell is kept when a run fails or is decided, exported, and proved. */
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import type { RunId } from '../shared/ids.ts';
import type { RunReport } from '../shared/model.ts';
import { EvidenceFolder } from './incidents/evidence.ts';
import type { PrintPage } from './incidents/print-page.ts';
import type { RunWatch } from './incidents/run-watch.ts';
import { watchRuns } from './incidents/run-watch.ts';
import type { Session } from './hosts/session.ts';
import type { Journal } from './journal/journal.ts';

export interface IncidentLogParts {
  readonly home: string;
  readonly journal: Journal;
  readonly session: (host: string, signal: AbortSignal, options: CallOptions) => Promise<Session>;
  readonly reportOf: (run: RunId) => RunReport;
  readonly printPage: PrintPage;
}

export class IncidentLog {
  readonly #parts: IncidentLogParts & { readonly folder: EvidenceFolder };

  constructor(parts: IncidentLogParts) {
    this.#parts = { ...parts, folder: new EvidenceFolder(parts.home, parts.journal) };
  }

  /** See `watchRuns`. */
  watch(options: CallOptions): RunWatch {
    return watchRuns(this.#parts, options);
  }

  // What packs zips is loaded when it is needed: most commands do not.
  async export(
    request: Checked<'incidents.export'>,
    options: CallOptions,
  ): Promise<Output<'incidents.export'>> {
    const { exportLog } = await import('./incidents/export.ts');
    return exportLog(this.#parts, request, options);
  }

  async verify(
    { file }: Checked<'incidents.verify'>,
    { signal }: CallOptions,
  ): Promise<Output<'incidents.verify'>> {
    const { verifyLog } = await import('./incidents/verify.ts');
    return verifyLog(file, signal);
  }
}
