/** The manifest of an incident log: what is in it, and what it proves. `manifest.json`, the last file of the zip. */
import { z } from 'zod';
import { missingEvidence } from '../../shared/incident-methods.ts';
import { languages } from '../../shared/words.ts';

export const manifestName = 'manifest.json';
export const chainName = 'journal/chain.txt';
export const entriesName = 'journal/entries.jsonl';
export const reportName = 'report.html';

export const incidentFormat = 'shiplock-incident-log/1';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const seq = z.number().int().positive();

export const manifest = z.strictObject({
  format: z.literal(incidentFormat),
  /** By the laptop's clock. */
  madeAt: z.string(),
  /** The version that made it. */
  shiplock: z.string(),
  language: z.enum(languages),
  run: z.string().optional(),
  since: z.string().optional(),
  journal: z.strictObject({
    /** Entries that there were, all of whose hashes are listed in `chain.txt`. */
    entries: z.number().int().nonnegative(),
    /** The hash of the last one; null of an empty journal. */
    head: sha256.nullable(),
    /** Those that are in `entries.jsonl`, as first and last numbers. */
    included: z.array(z.tuple([seq, seq])).readonly(),
    /** Those of them that held what looks like a secret: it was taken out, so their content cannot be held against their hash. */
    redacted: z.array(seq).readonly(),
  }),
  /** All but the manifest itself. */
  files: z.array(
    z.strictObject({
      name: z.string(),
      bytes: z.number().int().nonnegative(),
      sha256,
      /** Less of it is here than the journal noted: what was taken for a secret only by this version was taken out. */
      isRedacted: z.literal(true).optional(),
    }),
  ),
  missing: z.array(missingEvidence),
});
export type Manifest = z.infer<typeof manifest>;

/** A line of `entries.jsonl`. */
export const entryLine = z.strictObject({
  seq,
  at: z.string(),
  run: z.string().nullable(),
  kind: z.string(),
  data: z.unknown(),
  previous: sha256,
  hash: sha256,
});
export type EntryLine = z.infer<typeof entryLine>;
