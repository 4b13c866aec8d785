/** What is in a restore point, as far as a person sees it. */
import { z } from 'zod';

export const restorePointName = z.string().regex(/^rp[1-9]\d*$/, 'a restore point is named like rp12');

/** What is known of a restore point without opening it. */
export const restorePointSummary = z.object({
  /** `rp1`, `rp2`, …: never given twice. */
  name: z.string(),
  /** When the container stood still for it, by the laptop's clock. */
  at: z.string(),
  host: z.string(),
  container: z.string(),
  kind: z.enum(['with-memory', 'files-only']),
  /** Bytes that it holds, without its image. */
  size: z.number(),
  /** Bytes by which the store grew for it. */
  added: z.number(),
  comment: z.string().optional(),
});
export type RestorePointSummary = z.infer<typeof restorePointSummary>;

/** Something in a restore point that has a name. */
export const storedFile = z.object({
  /** From the container's root on; bytes that are no text show as replacement characters. */
  path: z.string(),
  kind: z.enum(['file', 'folder', 'link', 'hard-link', 'fifo', 'character', 'block']),
  /** Of a file. */
  bytes: z.number().optional(),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  /** When its content changed, ISO 8601. */
  changedAt: z.string(),
  /** Of a link. */
  target: z.string().optional(),
});
export type StoredFile = z.infer<typeof storedFile>;

/** A process of a checkpoint, by its number in the container. */
export const storedProcess = z.object({
  pid: z.number(),
  parent: z.number(),
  name: z.string(),
  state: z.string(),
  threads: z.number(),
  user: z.number().optional(),
  command: z.array(z.string()).optional(),
  program: z.string().optional(),
  workingFolder: z.string().optional(),
  memoryBytes: z.number().optional(),
  /** What each descriptor stands for, as one line. */
  openFiles: z.array(z.object({ number: z.number(), shown: z.string() })),
  memoryMap: z.array(
    z.object({
      range: z.string(),
      bytes: z.number(),
      access: z.string(),
      holds: z.string(),
      path: z.string().optional(),
    }),
  ),
});
export type StoredProcess = z.infer<typeof storedProcess>;
