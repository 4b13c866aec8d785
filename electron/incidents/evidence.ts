/** What hosts told of a run, kept on the laptop from the moment it was collected; the journal notes each part's hash. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { missingEvidence } from '../../shared/incident-methods.ts';
import type { RunId } from '../../shared/ids.ts';
import type { Journal } from '../journal/journal.ts';

/** Why hosts were asked: a run failed or was being taken back; was decided; or for an export, with or without a run. */
const evidenceReason = z.enum(['failed', 'over', 'asked']);
export type EvidenceReason = z.infer<typeof evidenceReason>;

/** Names of files on a host become part of it: they lead nowhere else. */
export const partName = z
  .string()
  .regex(/^(?:versions\.txt|kernel\.log|container\.log|criu(?:\/[\w-][\w.-]{0,60}){1,4})$/);

const part = z.object({
  name: partName,
  text: z.string(),
  /** Only its end is there. */
  isCut: z.boolean(),
});
export type EvidencePart = z.infer<typeof part>;

const evidence = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[\w.-]{1,160}$/),
  host: z.string(),
  run: z.string().nullable(),
  /** By the laptop's clock. */
  at: z.string(),
  reason: evidenceReason,
  parts: z.array(part),
  missing: z.array(missingEvidence),
});
export type Evidence = z.infer<typeof evidence>;

/** What the journal says of it. */
export const evidenceNote = evidence
  .omit({ version: true, run: true, parts: true })
  .extend({ parts: z.array(z.object({ name: partName, bytes: z.number(), sha256: z.string() })) });
export type EvidenceNote = z.infer<typeof evidenceNote>;
export const evidenceKept = 'evidence-kept';

/** Beyond this the oldest goes. */
const mostBytes = 64 * 1024 * 1024;

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

export class EvidenceFolder {
  readonly #folder: string;
  readonly #journal: Journal;

  constructor(home: string, journal: Journal) {
    this.#folder = join(home, 'evidence');
    this.#journal = journal;
  }

  /**
   * Keeps it, readable by its owner only, and notes it in the journal. What the disk has no room for is not kept: the journal's
   * own room is not for this. Throws what the file system throws.
   */
  keep(told: Omit<Evidence, 'version' | 'id'>): Evidence {
    const id = `${told.run ?? 'host'}-${told.host}-${told.at.replace(/\D/g, '').slice(0, 14)}-${randomBytes(2).toString('hex')}`;
    const kept: Evidence = { version: 1, id, ...told };
    if (this.#journal.spaceLow) return kept;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = this.#fileOf(id);
    try {
      writeFileSync(`${file}.next`, JSON.stringify(kept), { mode: 0o600, flush: true });
      renameSync(`${file}.next`, file);
    } catch (thrown) {
      rmSync(`${file}.next`, { force: true });
      throw thrown;
    }
    this.#makeRoom();
    this.#journal.history.append(evidenceKept, noteOf(kept), told.run as RunId | null);
    return kept;
  }

  /** Undefined for one that has made room for newer ones, or cannot be read. */
  read(id: string): Evidence | undefined {
    try {
      return evidence.parse(JSON.parse(readFileSync(this.#fileOf(id), 'utf8')));
    } catch {
      return undefined;
    }
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #makeRoom(): void {
    const files = readdirSync(this.#folder)
      .map((name) => join(this.#folder, name))
      .map((file) => ({ file, ...statSync(file) }))
      .sort((a, b) => b.mtimeMs - a.mtimeMs);
    let bytes = 0;
    for (const { file, size } of files) {
      bytes += size;
      if (bytes > mostBytes) rmSync(file, { force: true });
    }
  }
}

function noteOf({ id, host, at, reason, parts, missing }: Evidence): EvidenceNote {
  const noted = parts.map(({ name, text }) => ({
    name,
    bytes: Buffer.byteLength(text),
    sha256: sha256Of(text),
  }));
  return { id, host, at, reason, missing, parts: noted };
}

/** Where a part of it stands in an incident log. */
export const pathInLog = (id: string, name: string): string => `hosts/${id}/${name}`;
