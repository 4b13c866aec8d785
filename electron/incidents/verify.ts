/**
 * Proves an incident log: every file is what the manifest says, every entry of the journal that is in it is what its hash is of,
 * at its place in the chain, and what hosts told is what the journal noted then. There is no key: whoever can rewrite all of it
 * can make another that is whole. The fingerprint, or the hash of the journal's last entry, kept apart, tells the two apart.
 */
import { createHash } from 'node:crypto';
import type { Output } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { IncidentProblem } from '../../shared/incident-methods.ts';
import { ChainList } from './chain-list.ts';
import { EntryCheck } from './entry-check.ts';
import { pathInLog } from './evidence.ts';
import { LogReader } from './log-reader.ts';
import { Lines } from './lines.ts';
import {
  chainName,
  entriesName,
  type Manifest,
  manifest as manifestSchema,
  manifestName,
} from './manifest.ts';

const mostManifestBytes = 64 * 1024 * 1024;
const mostProblems = 100;

type Verdict = Output<'incidents.verify'>;

/** Problems are told, not thrown. Throws 'not-found' where there is no such file, and the signal's reason. */
export async function verifyLog(file: string, signal?: AbortSignal): Promise<Verdict> {
  const problems: IncidentProblem[] = [];
  let log: Verdict['log'];
  try {
    await using reader = await LogReader.open(file);
    const { manifest, fingerprint } = await readManifest(reader);
    log = await new Verification(reader, manifest, problems, signal).run(fingerprint);
  } catch (thrown) {
    if (thrown instanceof ShiplockError) throw thrown;
    signal?.throwIfAborted();
    problems.push({ kind: 'not-readable', name: file, details: wordsOf(thrown) });
  }
  return {
    isWhole: problems.length === 0,
    problems: problems.slice(0, mostProblems),
    hasMoreProblems: problems.length > mostProblems,
    ...(log !== undefined && { log }),
  };
}

async function readManifest(reader: LogReader): Promise<{ manifest: Manifest; fingerprint: string }> {
  const pieces: Uint8Array[] = [];
  await reader.read(manifestName, mostManifestBytes, (piece) => pieces.push(piece));
  const bytes = Buffer.concat(pieces);
  const manifest = manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  return { manifest, fingerprint: createHash('sha256').update(bytes).digest('hex') };
}

class Verification {
  readonly #reader: LogReader;
  readonly #manifest: Manifest;
  readonly #files: ReadonlyMap<string, Manifest['files'][number]>;
  readonly #problems: IncidentProblem[];
  readonly #signal: AbortSignal | undefined;
  readonly #chain: ChainList;
  readonly #entries: EntryCheck;

  constructor(
    reader: LogReader,
    manifest: Manifest,
    problems: IncidentProblem[],
    signal: AbortSignal | undefined,
  ) {
    this.#reader = reader;
    this.#manifest = manifest;
    this.#files = new Map(manifest.files.map((file) => [file.name, file]));
    this.#problems = problems;
    this.#signal = signal;
    const report = (problem: IncidentProblem): void => {
      if (problems.length <= mostProblems) problems.push(problem);
    };
    this.#chain = new ChainList(manifest, report);
    this.#entries = new EntryCheck(manifest, this.#chain, report);
  }

  async run(fingerprint: string): Promise<NonNullable<Verdict['log']>> {
    const { files, journal, madeAt, shiplock, run, since } = this.#manifest;
    if (this.#files.size < files.length || this.#files.has(manifestName))
      throw new Error('its manifest contradicts itself');
    for (const name of this.#reader.names)
      if (name !== manifestName && !this.#files.has(name)) this.#problems.push({ kind: 'file-added', name });
    await this.#checkJournal();
    for (const { name } of files) if (name !== chainName && name !== entriesName) await this.#checkFile(name);
    this.#checkEvidence();
    return {
      fingerprint,
      madeAt,
      shiplock,
      ...(run !== undefined && { run }),
      ...(since !== undefined && { since }),
      files: files.length,
      entries: {
        total: journal.entries,
        proved: this.#entries.proved,
        redacted: journal.redacted.length,
      },
      head: journal.head,
    };
  }

  /** The list of hashes first: the entries are held against it. */
  async #checkJournal(): Promise<void> {
    const hashes = new Lines((line) => this.#chain.line(line));
    await this.#checkFile(chainName, hashes);
    this.#chain.end();
    const entries = new Lines((line) => this.#entries.line(line));
    await this.#checkFile(entriesName, entries);
    this.#entries.end();
  }

  async #checkFile(name: string, lines?: Lines): Promise<void> {
    this.#signal?.throwIfAborted();
    const noted = this.#files.get(name);
    if (noted === undefined || !this.#reader.has(name)) {
      this.#problems.push({ kind: 'file-missing', name });
      return;
    }
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await this.#reader.read(name, noted.bytes, (piece) => {
        hash.update(piece);
        bytes += piece.length;
        lines?.push(piece);
      });
      lines?.end();
      if (bytes !== noted.bytes || hash.digest('hex') !== noted.sha256)
        this.#problems.push({ kind: 'file-changed', name });
    } catch (thrown) {
      this.#problems.push({ kind: 'file-changed', name, details: wordsOf(thrown) });
    }
  }

  #checkEvidence(): void {
    for (const { id, parts } of this.#entries.evidence)
      for (const { name, sha256 } of parts) {
        const path = pathInLog(id, name);
        const file = this.#files.get(path);
        if (file !== undefined && file.isRedacted !== true && file.sha256 !== sha256)
          this.#problems.push({ kind: 'evidence-changed', name: path });
      }
  }
}

const wordsOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 1000);
