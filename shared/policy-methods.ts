/** What the contract offers for restore points that are taken by themselves. A part of `contract.ts`. */
import { z } from 'zod';
import { containerName, hostName } from './model.ts';
import { words } from './words.ts';

const ofContainer = { container: containerName, host: hostName };

/** How often restore points of a container are taken, how many stay, and when its host counts as idle. */
export const backupPolicy = z.object({
  ...ofContainer,
  everySeconds: z
    .number()
    .int()
    .min(60, 'a minute at least')
    .max(31_622_400, 'a year at most')
    .default(21_600),
  /** Of those that were taken by a policy: so many stay, the latest. */
  keep: z.number().int().min(1).max(10_000).default(12),
  /** Idle is a host whose load is at most this, a processor. */
  maxLoad: z.number().min(0).default(0.5),
  /** And which stalls for at most this share of the time, in percent, where its kernel tells (pressure stall information). */
  maxStallPercent: z.number().min(0).max(100).default(20),
  /** And over whose busiest link at most so many bytes go a second, both ways together. */
  maxTraffic: z.number().min(0).default(1_000_000),
});
export type BackupPolicy = z.output<typeof backupPolicy>;

/** What came of a policy when it was carried out last. */
export const policyOutcome = z.object({
  /** `waiting`: for its host to be idle, or for whoever is at the container. */
  is: z.enum(['taken', 'waiting', 'failed']),
  /** ISO 8601, UTC, by the laptop's clock. */
  at: z.string(),
  /** The restore point that was taken. */
  point: z.string().optional(),
  /** Why it waits, what failed, or what is to be said of the point. */
  why: words.optional(),
});
export type PolicyOutcome = z.output<typeof policyOutcome>;

export const policyMethods = {
  /** One policy a container and host: it replaces the one before. Needs no host. */
  'policies.set': { input: backupPolicy, output: backupPolicy },
  /** By host and container. Needs neither hosts nor the store. */
  'policies.list': {
    input: z.object({}),
    output: z.array(backupPolicy.extend({ outcome: policyOutcome.optional() })),
  },
  /** What was taken by it stays. */
  'policies.end': { input: z.object(ofContainer), output: z.object(ofContainer) },
  /**
   * Carries the policies out. `once`: what is due now; else until it is cancelled, which is its end and no failure. Tells of
   * each by events. Gives what came of those that were due.
   */
  'policies.watch': {
    input: z.object({ once: z.boolean().default(false) }),
    output: z.array(z.object({ ...ofContainer, outcome: policyOutcome })),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const policyEvents = {
  /** A policy was carried out, or waits, or failed. Told when that changes. */
  'policy.state': z.object({
    ...ofContainer,
    is: policyOutcome.shape.is,
    point: z.string().optional(),
    why: words.optional(),
    /** Restore points that went for it. */
    removed: z.array(z.string()).optional(),
  }),
} as const satisfies Record<string, z.ZodType>;
