/** What a run did, and how it ended. */
import { z } from 'zod';
import { words } from '../words.ts';
import { bytesByCargo, compression, fromStore, takenRoute } from './cargo.ts';
import { errorData } from './error-data.ts';
import { forecast } from './plans.ts';

/** One pass of pre-copy while the container runs, or the final one in the freeze. */
export const round = z.object({
  kind: z.enum(['files', 'memory', 'final']),
  /** Milliseconds the whole round took. */
  ms: z.number(),
  /** Milliseconds for which the round held the container paused; for the final round, the freeze. */
  pausedMs: z.number(),
  /** Bytes sent to the target. */
  bytes: z.number(),
});
export type Round = z.infer<typeof round>;

/** A point from which the target can start, or was started, when the source is gone for good: see `runs.rescue`. */
export const rescuePoint = z.object({
  /** The laptop's clock, ISO 8601: everything until then is there. */
  at: z.string(),
  /** Its programs go on from where they were; otherwise they start anew from the files. */
  hasMemory: z.boolean(),
  /** What is not there, each a part of a sentence. */
  missing: z.array(words),
});
export type RescuePoint = z.infer<typeof rescuePoint>;

export const runState = z.enum(['running', 'committed', 'rolled-back', 'attention']);
export type RunState = z.infer<typeof runState>;

/** A step's life: `intent` is written before it acts, the rest after. */
export const stepState = z.enum(['intent', 'done', 'failed', 'undone']);
export type StepState = z.infer<typeof stepState>;

export const step = z.object({
  name: z.string(),
  state: stepState,
  startedAt: z.string(),
  ms: z.number().optional(),
  error: errorData.optional(),
});
export type Step = z.infer<typeof step>;

export const runReport = z.object({
  run: z.string(),
  /** Of a restore, the point that is brought back: `from` is where it was taken then. A move has none. */
  restorePoint: z.string().optional(),
  container: z.string(),
  from: z.string(),
  to: z.string(),
  /** How it ended; null while it runs. */
  outcome: runState.exclude(['running']).nullable(),
  /** Which host runs the container now, or null when no journal entry can tell. */
  runningOn: z.string().nullable(),
  startedAt: z.string(),
  freezeMs: z.number().nullable(),
  totalMs: z.number().nullable(),
  /** By the source of a move; of a restore, by the laptop. */
  bytesSent: bytesByCargo,
  /** What the source of a move had not to send, since the laptop had it; absent if nothing. */
  fromStore: fromStore.optional(),
  /** What the plan estimated for the route that was taken. */
  estimate: forecast.optional(),
  rounds: z.array(round),
  compression,
  /** Of a run that is under way, the one in use as far as the journal knows. */
  route: takenRoute,
  /** What else there is to know of the run, each a sentence: why this route was taken, what was left. */
  remarks: z.array(words),
  /** The freeze taken apart: milliseconds by part, in order. Parts that ran in parallel overlap. */
  freezeParts: z.array(z.object({ part: z.string(), ms: z.number() })),
  steps: z.array(step),
  /** Of a run that has not ended: the point that a rescue would start from. Of a rescued one: the one that it did. */
  rescue: rescuePoint.optional(),
  error: errorData.optional(),
});
export type RunReport = z.infer<typeof runReport>;
