/** What the report of an incident log tells of. Everything in it is without secrets. */
import type { MissingEvidence } from '../../../shared/incident-methods.ts';
import type { ErrorData } from '../../../shared/errors.ts';
import type { Finding, RunReport } from '../../../shared/model.ts';
import type { Language } from '../../../shared/words.ts';
import type { EvidenceReason } from '../evidence.ts';

export interface EntryLook {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  /** The step that it is about, if it is about one. */
  readonly step: string | undefined;
  readonly hash: string;
}

export interface RunFacts {
  readonly report: RunReport;
  readonly findings: readonly Finding[];
  /** Its entries, the first few hundred. */
  readonly entries: readonly EntryLook[];
  readonly entryCount: number;
}

/** A move or a restore that was asked for and not begun. */
export interface Refusal {
  readonly at: string;
  readonly what: string;
  readonly error: ErrorData;
}

export interface EvidenceFacts {
  readonly host: string;
  readonly run: string | null;
  readonly at: string;
  readonly reason: EvidenceReason;
  /** `end`: its last lines. `path`: of all of it, in the zip. */
  readonly parts: readonly {
    readonly name: string;
    readonly path: string;
    readonly bytes: number;
    readonly isCut: boolean;
    readonly end: string;
  }[];
}

export interface HostOfLog {
  readonly name: string;
  readonly address: string;
  /** Lines as `kernel: Linux 6.12 …`; undefined where they were never told. */
  readonly versions: string | undefined;
}

export interface ReportFacts {
  readonly madeAt: string;
  readonly shiplock: string;
  readonly laptop: string;
  readonly language: Language;
  readonly run: string | undefined;
  readonly since: string | undefined;
  /** Newest first: those told in full, and the others. */
  readonly runs: readonly RunFacts[];
  readonly otherRuns: readonly RunReport[];
  /** Oldest first. */
  readonly refusals: readonly Refusal[];
  readonly evidence: readonly EvidenceFacts[];
  readonly hosts: readonly HostOfLog[];
  readonly missing: readonly MissingEvidence[];
  readonly chain: {
    readonly entries: number;
    readonly included: number;
    readonly redacted: number;
    readonly head: string | null;
    readonly brokenAt: number | null;
  };
}
