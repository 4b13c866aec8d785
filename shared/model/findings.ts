/** What preflight finds, and what Shiplock can do about it. */
import { z } from 'zod';
import { words } from '../words.ts';

export const severity = z.enum(['error', 'warning', 'info', 'ok']);
export type Severity = z.infer<typeof severity>;

/**
 * One thing that preflight found. An `error` stops a move before anything is touched; a `warning` does until the user has
 * accepted it. `ok`: looked at, and nothing stands against the move.
 */
export const finding = z.object({
  /** Stable, for instance `port-taken`. */
  id: z.string(),
  severity,
  /** What it means, for a person. Findings in journals of 0.1.0 are in English only. */
  text: words,
  measured: words.optional(),
  needed: words.optional(),
  remedy: words.optional(),
  /** The host that it is about, if it is about one. */
  host: z.string().optional(),
  /** Shiplock can carry out the remedy itself: see `fixes.list`. */
  fixable: z.boolean().default(false),
});
export type Finding = z.infer<typeof finding>;

/** What Shiplock would do about a finding: lines of sh on that host, as one program that ends at the first failure. */
export const fixPlan = z.object({ finding, host: z.string(), commands: z.array(z.string()) });
export type FixPlan = z.infer<typeof fixPlan>;
