/** What the contract offers for incident logs: making one, and proving that one is as it was made. A part of `contract.ts`. */
import { z } from 'zod';
import { languages, words } from './words.ts';

/** Something that an incident log should hold and does not, with the reason. */
export const missingEvidence = z.object({ what: words, why: words });
export type MissingEvidence = z.infer<typeof missingEvidence>;

/** What is not as it was when the incident log was made. `name`: of a file of it, or the number of an entry of the journal. */
const incidentProblem = z.object({
  kind: z.enum([
    /** No incident log, or not as this Shiplock writes them. */
    'not-readable',
    'file-changed',
    'file-missing',
    'file-added',
    /** An entry's content or its place is not what its hash is of. */
    'entry-changed',
    'entry-missing',
    'entry-added',
    /** The list of all entries' hashes has a gap, or does not end where it should. */
    'chain-broken',
    /** What was kept of a host is not what the journal noted when it was collected. */
    'evidence-changed',
  ]),
  name: z.string(),
  details: z.string().optional(),
});
export type IncidentProblem = z.infer<typeof incidentProblem>;

export const incidentMethods = {
  /**
   * Writes the incident log: a zip with the journal, what was kept of the hosts, and a report to read, as a PDF too where this
   * machine can print one. Needs no host. There is all of the file, or none.
   */
  'incidents.export': {
    input: z.object({
      out: z.string().min(1),
      /** Only of this run. */
      run: z
        .string()
        .regex(/^r[1-9]\d*$/, 'a run is named like r12')
        .optional(),
      /** Only what happened from then on: ISO 8601, with its offset. */
      since: z.iso
        .datetime({ offset: true, error: 'a time is written like 2026-01-31T08:00:00Z' })
        .optional(),
      /** Of the report. */
      language: z.enum(languages).default('en'),
      /** Ask the hosts as well what they tell now, as far as they answer. */
      askHosts: z.boolean().default(false),
      /** Replace a file that is there. */
      force: z.boolean().default(false),
    }),
    output: z.object({
      out: z.string(),
      bytes: z.number(),
      runs: z.array(z.string()),
      /** Entries of the journal: all there are, and those that are in the file with their content. */
      entries: z.object({ total: z.number(), included: z.number() }),
      /** What was taken out for being, or looking like, a secret: numbers of entries. */
      redactedEntries: z.number(),
      missing: z.array(missingEvidence),
      /** SHA-256 of the manifest. Kept apart from the file, it shows whether that is still the same. */
      fingerprint: z.string(),
    }),
  },
  /** Needs nothing but the file. Problems are told, not thrown. Throws 'not-found' where there is no such file. */
  'incidents.verify': {
    input: z.object({ file: z.string().min(1) }),
    output: z.object({
      isWhole: z.boolean(),
      problems: z.array(incidentProblem),
      hasMoreProblems: z.boolean(),
      /** Of the manifest that is in it now; absent where none can be read. */
      log: z
        .object({
          fingerprint: z.string(),
          madeAt: z.string(),
          shiplock: z.string(),
          run: z.string().optional(),
          since: z.string().optional(),
          files: z.number(),
          /** `total`: whose hashes are listed. `proved`: whose content was held against its hash; `redacted`: could not be. */
          entries: z.object({ total: z.number(), proved: z.number(), redacted: z.number() }),
          /** The hash of the journal's last entry then; null of an empty journal. */
          head: z.string().nullable(),
        })
        .optional(),
    }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const incidentEvents = {
  /** An incident log is being made: what it is at. */
  'incident.progress': z.object({ phase: z.enum(['hosts', 'journal', 'report', 'pdf', 'pack']) }),
} as const satisfies Record<string, z.ZodType>;
