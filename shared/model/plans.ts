/** What a move would do, and what it is likely to cost. */
import { z } from 'zod';
import { words } from '../words.ts';
import { askedRoute, bytesByCargo, fromStore } from './cargo.ts';
import { finding } from './findings.ts';

/** How fast the container changes and how far its hosts are, as measured for the plan. */
export const pace = z.object({
  /** What a command takes on the slower host, however little it does. */
  roundTripMs: z.number(),
  /** Memory of its own that it touched, read or written, within about a second; absent where the kernel does not tell. */
  memoryBytesTouched: z.number().optional(),
  /** What it gives the kernel to write to disks; absent where the kernel does not tell. */
  fileBytesPerSecond: z.number().optional(),
});
export type Pace = z.infer<typeof pace>;

/** An estimate: most likely so much, and hardly less than `low` or more than `high`. */
export const range = z.object({ low: z.number(), likely: z.number(), high: z.number() });
export type Range = z.infer<typeof range>;

const figures = z.object({ freezeMs: z.number(), totalMs: z.number(), bytes: z.number() });
export type Figures = z.infer<typeof figures>;

/** What a move over one route is likely to cost. */
export const forecast = z.object({
  route: z.enum(['direct', 'relay']),
  /** As probed for this plan (relay), or as it was in the last run that went this way. */
  bytesPerSecond: z.number(),
  freezeMs: range,
  totalMs: range,
  /** Sent in all. */
  bytes: range,
  /** What was likely before earlier runs were considered: what later plans learn from. */
  unlearned: figures,
});
export type Forecast = z.infer<typeof forecast>;

export const estimate = z.object({
  pace,
  /** A route of which nothing is known is not among them. */
  forecasts: z.array(forecast),
  /** Earlier runs that were considered. */
  learnedFrom: z.number().int(),
});
export type Estimate = z.infer<typeof estimate>;

/** What a move would do, and whether it may. */
export const plan = z.object({
  container: z.string(),
  from: z.string(),
  to: z.string(),
  /** As asked for. What `auto` takes is measured when the move begins. */
  route: askedRoute,
  /** False when a finding is an error. */
  movable: z.boolean(),
  findings: z.array(finding),
  /** What will not be the same on the target; each a sentence. */
  differences: z.array(words),
  /** What would be sent if nothing changed meanwhile, all of it by the source. */
  bytes: bytesByCargo,
  /** What the laptop's store would give instead; of that, the source sends what changed since. Absent where it gives nothing. */
  fromStore: fromStore.optional(),
  /** What becomes of TCP connections that are established at the freeze. */
  connections: z.enum(['none', 'keep', 'close']),
  /** Of the dump that was made for a trial, if one was asked for and CRIU made it. */
  rehearsal: z.object({ pausedMs: z.number(), bytes: z.number() }).optional(),
  /** Absent for a container that does not run, where it could not be made, and in plans of 0.1.0. */
  estimate: estimate.optional(),
});
export type Plan = z.infer<typeof plan>;
