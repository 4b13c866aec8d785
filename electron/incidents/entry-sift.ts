/** What an incident log's report needs of the journal's entries, picked out as they pass. */
import { z } from 'zod';
import type { RunId } from '../../shared/ids.ts';
import { errorData } from '../../shared/model.ts';
import { type EvidenceNote, evidenceKept, evidenceNote } from './evidence.ts';
import type { EntryLine } from './manifest.ts';
import type { Redactor } from './redact.ts';
import type { EntryLook, Refusal } from './report/facts.ts';

const mostEntriesOfRun = 400;
const mostRefusals = 100;
const mostEvidence = 2000;

export interface EvidenceEntry {
  readonly run: string | null;
  readonly note: EvidenceNote;
}

const refusal = z.object({
  request: z.object({ container: z.string().optional(), point: z.string().optional(), to: z.string() }),
  error: errorData,
});
const ofStep = z.object({ name: z.string() });

export class EntrySift {
  /** Oldest first. */
  readonly evidence: EvidenceEntry[] = [];
  readonly refusals: Refusal[] = [];
  readonly #runs: Map<string, { entries: EntryLook[]; entryCount: number }>;
  readonly #redactor: Redactor;

  /** `runs`: those whose entries the report lists. */
  constructor(runs: readonly RunId[], redactor: Redactor) {
    this.#runs = new Map(runs.map((run) => [run, { entries: [], entryCount: 0 }]));
    this.#redactor = redactor;
  }

  see({ seq, at, run, kind, data, hash }: EntryLine): void {
    const ofRun = this.#runs.get(run ?? '');
    if (ofRun !== undefined) {
      ofRun.entryCount += 1;
      const step = kind.startsWith('step-') ? ofStep.safeParse(data).data?.name : undefined;
      if (ofRun.entries.length < mostEntriesOfRun) ofRun.entries.push({ seq, at, kind, step, hash });
    }
    if (kind === evidenceKept) this.#seeEvidence(run, data);
    if (kind === 'move-refused' || kind === 'restore-refused') this.#seeRefusal(at, data);
  }

  ofRun(run: RunId): { readonly entries: readonly EntryLook[]; readonly entryCount: number } {
    return this.#runs.get(run) ?? { entries: [], entryCount: 0 };
  }

  #seeEvidence(run: string | null, data: unknown): void {
    const note = evidenceNote.safeParse(data);
    if (!note.success) return;
    this.evidence.push({ run, note: note.data });
    if (this.evidence.length > mostEvidence) this.evidence.shift();
  }

  #seeRefusal(at: string, data: unknown): void {
    const parsed = refusal.safeParse(data);
    if (!parsed.success) return;
    const { request, error } = parsed.data;
    const what = `${request.container ?? request.point ?? '?'} → ${request.to}`;
    this.refusals.push({ at, what: this.#redactor.text(what), error });
    if (this.refusals.length > mostRefusals) this.refusals.shift();
  }
}
