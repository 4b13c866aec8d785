/** A journal made by the journal itself, with a run that was taken back, and incident logs of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EvidenceFolder, type Evidence } from '../../../electron/incidents/evidence.ts';
import { exportLog } from '../../../electron/incidents/export.ts';
import type { PrintPage } from '../../../electron/incidents/print-page.ts';
import { verifyLog } from '../../../electron/incidents/verify.ts';
import { type Journal, openJournal } from '../../../electron/journal/journal.ts';
import { reportOf } from '../../../electron/migration/report.ts';
import type { CallOptions, Checked, Output } from '../../../shared/contract.ts';
import { type ErrorData, fromErrorData } from '../../../shared/errors.ts';
import type { RunId } from '../../../shared/ids.ts';
import { readZip } from '../../incidents/read-zip.ts';

export interface MadeRun {
  readonly container?: string;
  readonly error?: ErrorData;
  readonly plan?: unknown;
}

export class LogFixture implements Disposable {
  readonly home = mkdtempSync(path.join(tmpdir(), 'shiplock-incidents-'));
  readonly journal: Journal = openJournal(this.home);
  readonly folder = new EvidenceFolder(this.home, this.journal);
  readonly out = path.join(this.home, 'incident.zip');

  /** A run that froze its container, failed to resume it, and was taken back. */
  run({ container = 'gauge', error, plan = {} }: MadeRun = {}): RunId {
    const { runs, steps } = this.journal;
    const who = { containerName: container, containerId: `${container}-1`, source: 'river', target: 'dam' };
    const run = runs.begin({ ...who, plan: { key: 'k1', ...Object(plan) } });
    const failure: ErrorData = error ?? { code: 'restore-refused', message: 'It could not be restored.' };
    for (const step of ['mark', 'freeze']) {
      steps.intend(run, step);
      steps.succeed(run, step, { ms: 20 });
    }
    steps.intend(run, 'resume');
    steps.fail(run, 'resume', failure, 30);
    for (const step of ['resume', 'freeze', 'mark']) steps.undone(run, step);
    runs.finish(run, 'rolled-back', { error: failure, report });
    return run;
  }

  keep(run: RunId, parts: Record<string, string>, host = 'river'): Evidence {
    const listed = Object.entries(parts).map(([name, text]) => ({ name, text, isCut: false }));
    const at = new Date().toISOString();
    return this.folder.keep({ run, host, at, reason: 'failed', parts: listed, missing: [] });
  }

  /** How the PDF is made; a browser is tried elsewhere. */
  printPage: PrintPage = async () => Buffer.from('%PDF');

  async export(
    request: Partial<Checked<'incidents.export'>> = {},
    options: CallOptions = {},
  ): Promise<Output<'incidents.export'> & { files: Map<string, string> }> {
    const { journal, folder, printPage } = this;
    const parts = {
      printPage,
      journal,
      folder,
      reportOf: (run: RunId) => reportOf(journal, journal.runs.get(run)),
      session: (host: string) =>
        Promise.reject(fromErrorData({ code: 'host-unreachable', message: `${host} is off.` })),
    };
    const input = { out: this.out, language: 'en', askHosts: false, force: true, ...request } as const;
    const made = await exportLog(parts, input, options);
    return { ...made, files: await readZip(made.out) };
  }

  verify(): Promise<Output<'incidents.verify'>> {
    return verifyLog(this.out);
  }

  [Symbol.dispose](): void {
    this.journal.close();
    rmSync(this.home, { recursive: true });
  }
}

const report = {
  bytesSent: { image: 1_600_000, memory: 2_200_000, rwLayer: 475, volumes: 19_400, log: 1300 },
  rounds: [
    { kind: 'files', ms: 559, pausedMs: 0, bytes: 17_700 },
    { kind: 'memory', ms: 200, pausedMs: 90, bytes: 9000 },
    { kind: 'final', ms: 400, pausedMs: 400, bytes: 4000 },
  ],
  freezeParts: [{ part: 'pause', ms: 54 }],
  freezeMs: null,
  workMs: 4900,
  remarks: [],
  compression: { image: 'none', files: 'none', memory: 'none' },
  route: 'relay',
};
