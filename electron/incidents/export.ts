/** Makes an incident log: the journal, what was kept of the hosts, and the report, as one zip. */
import { arch, platform, release } from 'node:os';
import type { CallOptions, Checked, EventPayload, Output } from '../../shared/contract.ts';
import { asShiplockError } from '../../shared/errors.ts';
import type { MissingEvidence } from '../../shared/incident-methods.ts';
import { asRunId, type RunId } from '../../shared/ids.ts';
import type { RunReport } from '../../shared/model.ts';
import type { RunRecord } from '../journal/run-record.ts';
import { type CollectParts, collect, collectOf } from './collect.ts';
import { EntrySift } from './entry-sift.ts';
import { addEvidence, nothingCollected } from './export-evidence.ts';
import { addJournal, type AddedJournal } from './export-journal.ts';
import { type LogWriter, writeLog } from './log-writer.ts';
import { incidentFormat, type Manifest, reportName } from './manifest.ts';
import { pdfMeans, pdfName, type PrintPage } from './print-page.ts';
import { Redactor } from './redact.ts';
import type { RunFacts } from './report/facts.ts';
import { reportPage } from './report/report.ts';
import { findingsOf } from './run-findings.ts';
import { shiplockVersion } from './version.ts';

export interface ExportParts extends CollectParts {
  readonly reportOf: (run: RunId) => RunReport;
  readonly printPage: PrintPage;
}

/** Runs that the report tells in full; the data of all is in the zip. */
const mostRunsInFull = 10;
const mostOtherRuns = 1000;

/** Throws 'not-found' for an unknown run, and what `writeLog` throws. */
export async function exportLog(
  parts: ExportParts,
  request: Checked<'incidents.export'>,
  options: CallOptions,
): Promise<Output<'incidents.export'>> {
  const { out, force, run } = request;
  if (run !== undefined) parts.journal.runs.get(asRunId(run));
  const since = request.since === undefined ? undefined : new Date(request.since).toISOString();
  return await writeLog(out, { force, signal: options.signal }, (writer) =>
    new Export(parts, { ...request, since }, options, writer).write(),
  );
}

class Export {
  readonly #parts: ExportParts;
  readonly #request: Checked<'incidents.export'>;
  readonly #options: CallOptions;
  readonly #writer: LogWriter;
  readonly #redactor = new Redactor();
  readonly #madeAt = new Date().toISOString();

  constructor(
    parts: ExportParts,
    request: Checked<'incidents.export'>,
    options: CallOptions,
    writer: LogWriter,
  ) {
    this.#parts = parts;
    this.#request = request;
    this.#options = options;
    this.#writer = writer;
  }

  async write(): Promise<Output<'incidents.export'>> {
    await this.#askHosts();
    this.#tell('journal');
    const { journal } = this.#parts;
    const { run: only } = this.#request;
    const asked = only === undefined ? journal.runs.list() : [journal.runs.get(asRunId(only))];
    const runs = asked.filter((each) => this.#isIn(each));
    const inFull = runs.slice(0, mostRunsInFull).map(({ id }) => id);
    const sift = new EntrySift(inFull, this.#redactor);
    const chain = await addJournal(this.#writer, journal, this.#request, this.#redactor, sift);
    await this.#addRuns(runs, sift);
    const collected = await addEvidence(this.#writer, this.#parts.folder, sift.evidence, this.#redactor);
    const missing = [...collected.missing, ...nothingCollected(runs, sift.evidence)];
    const hosts = journal.hosts.list().map(({ name, address, port }) => ({
      name,
      address: port === 22 ? address : `${address}:${port}`,
      versions: collected.versions.get(name),
    }));
    const laptop = `Node ${process.versions.node}, ${platform()} ${release()} ${arch()}`;
    await this.#writer.add('versions.json', [pretty({ shiplock: shiplockVersion, laptop, hosts })]);
    this.#tell('report');
    const { language, run, since } = this.#request;
    const page = reportPage({
      madeAt: this.#madeAt,
      shiplock: shiplockVersion,
      laptop,
      language,
      run,
      since,
      runs: inFull.map((id) => this.#factsOf(journal.runs.get(id), sift)),
      otherRuns: runs
        .slice(mostRunsInFull, mostRunsInFull + mostOtherRuns)
        .map(({ id }) => this.#reportOf(id)),
      refusals: sift.refusals,
      evidence: collected.facts,
      hosts,
      missing,
      chain: { ...chain, redacted: chain.redactedEntries.length },
    });
    await this.#writer.add(reportName, [page]);
    return this.#finish(runs, chain, [...missing, ...(await this.#addPdf(page))]);
  }

  /** What is missing if none can be made: the report itself is there, and is enough. */
  async #addPdf(page: string): Promise<MissingEvidence[]> {
    const { signal } = this.#options;
    this.#tell('pdf');
    let pdf: Uint8Array;
    try {
      pdf = await this.#parts.printPage(page, signal);
    } catch (thrown) {
      signal?.throwIfAborted();
      return [{ what: pdfMeans, why: asShiplockError(thrown).text }];
    }
    await this.#writer.add(pdfName, [pdf]);
    return [];
  }

  async #askHosts(): Promise<void> {
    const { askHosts, run } = this.#request;
    if (!askHosts) return;
    this.#tell('hosts');
    const { signal } = this.#options;
    if (run !== undefined) return collect(this.#parts, asRunId(run), 'asked', this.#options, signal);
    const hosts = this.#parts.journal.hosts.list().map(({ name }) => name);
    await collectOf(this.#parts, hosts, this.#options);
  }

  /** What each run's report and checks say, a run a line; and what the checks found, by itself. */
  async #addRuns(runs: readonly RunRecord[], sift: EntrySift): Promise<void> {
    const lineOf = (record: RunRecord): string => {
      const { report, findings } = this.#factsOf(record, sift);
      return `${JSON.stringify({ report, findings })}\n`;
    };
    await this.#writer.add('runs.jsonl', linesOf(runs, lineOf));
    const findings = sift.refusals.map(({ at, what, error }) => ({
      at,
      what,
      findings: error.findings ?? [],
    }));
    const ofRuns = runs
      .slice(0, mostOtherRuns)
      .map((record) => ({ run: record.id, findings: this.#factsOf(record, sift).findings }));
    await this.#writer.add('findings.json', [pretty({ runs: ofRuns, refused: findings })]);
  }

  async #finish(
    runs: readonly RunRecord[],
    chain: AddedJournal,
    missing: readonly MissingEvidence[],
  ): Promise<Output<'incidents.export'>> {
    this.#tell('pack');
    const { language, run, since, out } = this.#request;
    const manifest: Manifest = {
      format: incidentFormat,
      madeAt: this.#madeAt,
      shiplock: shiplockVersion,
      language,
      ...(run !== undefined && { run }),
      ...(since !== undefined && { since }),
      journal: {
        entries: chain.entries,
        head: chain.head,
        included: chain.includedRanges,
        redacted: chain.redactedEntries,
      },
      files: this.#writer.files,
      missing: [...missing],
    };
    const { fingerprint, bytes } = await this.#writer.finish(manifest);
    return {
      out,
      bytes,
      runs: runs.map(({ id }) => id),
      entries: { total: chain.entries, included: chain.included },
      redactedEntries: chain.redactedEntries.length,
      missing: [...missing],
      fingerprint,
    };
  }

  #isIn({ startedAt, endedAt }: RunRecord): boolean {
    const { since } = this.#request;
    return since === undefined || endedAt === null || startedAt >= since || endedAt >= since;
  }

  #factsOf(record: RunRecord, sift: EntrySift): RunFacts {
    const { entries, entryCount } = sift.ofRun(record.id);
    const findings = this.#redactor.value(findingsOf(record)) as RunFacts['findings'];
    return { report: this.#reportOf(record.id), findings, entries, entryCount };
  }

  #reportOf(run: RunId): RunReport {
    return this.#redactor.value(this.#parts.reportOf(run)) as RunReport;
  }

  #tell(phase: EventPayload<'incident.progress'>['phase']): void {
    this.#options.onEvent?.({ event: 'incident.progress', phase });
  }
}

function* linesOf(runs: readonly RunRecord[], lineOf: (run: RunRecord) => string): Generator<string> {
  for (const run of runs) yield lineOf(run);
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
