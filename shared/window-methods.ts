/** What the contract offers above all to whoever looks on for long: hosts and runs as they change, and the window's settings. */
import { z } from 'zod';
import { containerSummary, errorData, hostName, runReport } from './model.ts';
import { languages, words } from './words.ts';

const runId = z.string().regex(/^r[1-9]\d*$/, 'a run is named like r12');

/** How a host does, by its own kernel. What it does not tell is absent. */
export const hostHealth = z.object({
  processors: z.number().int(),
  /** Of the last minute, of all processors. */
  load: z.number(),
  memory: z.object({ freeBytes: z.number(), totalBytes: z.number() }).optional(),
  /** Where the engine keeps its containers. */
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }).optional(),
  uptimeSeconds: z.number().optional(),
  /** Signs that it fails: errors of its disks, of its memory, of its power; each a sentence. */
  signs: z.array(words),
});
export type HostHealth = z.infer<typeof hostHealth>;

/** How a host was seen to be, and is until something else is seen. */
const hostSight = z.object({
  host: hostName,
  /** When it was first seen to be so: ISO 8601, by the laptop's clock. */
  at: z.string(),
  /** `locked`: it needs a secret that nobody has given yet, or another than was given. */
  state: z.enum(['up', 'unreachable', 'locked']),
  /** Why it cannot be used. Of one that is up: its engine does not answer, and nothing is known of its containers. */
  error: errorData.optional(),
  health: hostHealth.optional(),
  containers: z.array(containerSummary).optional(),
});
export type HostSight = z.infer<typeof hostSight>;

export const settings = z.object({
  /** `system`: as the system has it. */
  language: z.enum([...languages, 'system']),
  theme: z.enum(['light', 'dark', 'system']),
});
export type Settings = z.infer<typeof settings>;

export const defaultSettings: Settings = { language: 'system', theme: 'system' };

export const windowMethods = {
  /**
   * Looks at every known host again and again, and tells by `host.seen` when something changed, first of all of them; of one that
   * is not known any more by `host.gone`. Until it is cancelled, which is its end and no failure. Changes nothing on a host, and
   * leaves runs that were interrupted as they are. Asks for no secret unless `mayAsk`, and then once for each host.
   */
  'hosts.watch': {
    input: z.object({
      everySeconds: z.number().int().min(2).max(3600).default(10),
      mayAsk: z.boolean().default(false),
    }),
    output: z.object({}),
  },
  /** Whoever watches sees that host, or every one, looked at now instead of when it is its turn. */
  'hosts.look': { input: z.object({ host: hostName.optional() }), output: z.object({}) },
  /**
   * Tells by `run.changed` how a run stands, at once and whenever its journal has changed, whoever carries it out; if it is this
   * process, with the bytes and rounds until then. Resolves when it has ended, or waits for a person; or when it is cancelled,
   * which is its end and no failure.
   */
  'runs.watch': { input: z.object({ run: runId }), output: runReport },
  /** Tells by `runs.changed` that a run was begun or stands otherwise than before, until it is cancelled. */
  'runs.watchAll': { input: z.object({}), output: z.object({}) },
  /**
   * Cancels a run that this process carries out: what was begun is taken back. Resolves when it has been told so, not when it
   * has ended. Throws 'not-found' for one that is not under way here.
   */
  'runs.cancel': { input: z.object({ run: runId }), output: z.object({ run: z.string() }) },
  'settings.show': { input: z.object({}), output: settings },
  /** What is not given stays. */
  'settings.change': { input: settings.partial(), output: settings },
  'about.show': {
    input: z.object({}),
    output: z.object({
      version: z.string(),
      /** The folder that the journal and, by default, the store lie in. */
      home: z.string(),
      /** Of the machine that Shiplock runs on, as `linux` or `win32`. */
      platform: z.string(),
      /** A folder of the user's that what is saved is put into by default. */
      saveFolder: z.string(),
    }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const windowEvents = {
  'host.seen': hostSight,
  'host.gone': z.object({ host: hostName }),
  /** `isCarriedOutHere`: by this process, which tells more of it meanwhile and can cancel it. */
  'run.changed': z.object({ report: runReport, isCarriedOutHere: z.boolean() }),
  'runs.changed': z.object({ run: z.string() }),
} as const satisfies Record<string, z.ZodType>;
