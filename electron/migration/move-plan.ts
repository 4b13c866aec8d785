/** The plan of a move as the journal keeps it: enough to carry it out, resume it or undo it, on any later day. */
import { z } from 'zod';
import type { Container } from '../engines/container.ts';
import { plan as publicPlan } from '../../shared/model.ts';
import { words } from '../../shared/words.ts';

/** A folder or file of the container that is copied. */
const carried = z.object({
  /** For people: "volume readings", "/srv/data". */
  what: words,
  destination: z.string(),
  from: z.string(),
  /** Where it goes on the target; undefined for an anonymous volume, whose place the engine picks. */
  to: z.string().optional(),
  isFile: z.boolean(),
  /** Changes show in time stamps, so that unchanged files need not be read again in the freeze. */
  stampsTellChanges: z.boolean(),
  /** The target had nothing there: a rollback removes it. */
  isNew: z.boolean(),
});
export type Carried = z.infer<typeof carried>;

const volume = z.object({
  name: z.string(),
  /** Its data is copied; otherwise it is only made known to the target's engine. */
  isCopied: z.boolean(),
  existed: z.boolean(),
});

/**
 * What the plan knows of the container. Its definition and its health check stay on the hosts: environment and commands
 * often hold passwords, and the journal shall not.
 */
export type PlannedContainer = Omit<Container, 'definition' | 'healthCommand'>;

export function withoutSecrets({ definition, healthCommand, ...rest }: Container): PlannedContainer {
  return rest;
}

/** What recovery reads of it; the rest only the plan's own checks did. */
const carriedOut = z.looseObject({
  id: z.string(),
  name: z.string(),
  pid: z.number().int(),
  imageId: z.string(),
  removedOnExit: z.boolean(),
  health: z.string(),
  restartPolicy: z.looseObject({ name: z.string(), maximumRetries: z.number() }),
  networks: z.array(z.looseObject({ driver: z.string(), fixedAddress: z.string().optional() })),
  log: z.looseObject({ driver: z.string(), folder: z.string(), prefix: z.string() }).optional(),
});

export const movePlan = z.object({
  version: z.literal(1),
  /** Names this run's traces on the hosts; two laptops may both have a run r1. */
  key: z.string().regex(/^[a-z0-9-]+$/),
  maxRounds: z.number(),
  /** Plans from before there was such a limit were made without one; they get today's. */
  maxFreezeSeconds: z.number().default(120),
  keepSource: z.boolean(),
  /** What a restore point on the laptop has is sent from there. Plans from before that could be say nothing of it. */
  useStore: z.boolean().default(false),
  /** As it was on the source when the plan was made. */
  container: z.custom<PlannedContainer>(
    (value) => carriedOut.safeParse(value).success,
    'not a container as a plan describes it',
  ),
  /** How the target is to call the image: the name, or the identifier where the name means another image there. */
  imageName: z.string(),
  volumes: z.array(volume),
  carried: z.array(carried),
  rwLayerFrom: z.string(),
  rwLayerStampsTellChanges: z.boolean(),
  sourceRootDir: z.string(),
  targetRootDir: z.string(),
  memoryBytes: z.number(),
  /** The source's kernel does: memory can go in pre-dumps. Plans from before there were any say nothing of it. */
  tracksDirtyPages: z.boolean().default(false),
  /**
   * The source's engine cannot write to its disk, and the user accepted what that means: see `lease.md`. Plans from
   * before it could be so say nothing of it.
   */
  isSourceReadOnly: z.boolean().default(false),
  shown: publicPlan,
});
export type MovePlan = z.infer<typeof movePlan>;
