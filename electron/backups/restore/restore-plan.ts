/** The plan of a restore as the journal keeps it: enough to carry it out, resume it or undo it, on any later day. */
import { z } from 'zod';
import { finding } from '../../../shared/model.ts';
import { words } from '../../../shared/words.ts';

/** Where a part of the point goes on the target. */
const allotment = z.object({
  /** For people: "volume readings", "/srv/data". */
  what: words,
  /** Where the container sees it; it names the place in the point. */
  destination: z.string(),
  kind: z.enum(['rw-layer', 'volume', 'folder', 'file']),
  /** Of a volume with a name, on the target. */
  volume: z.string().optional(),
  /** Of a folder or file of the host. */
  path: z.string().optional(),
  /** What is there now is kept under another name, and comes back if the restore fails. */
  isReplaced: z.boolean(),
  bytes: z.number(),
});
export type Allotment = z.infer<typeof allotment>;

const volume = z.object({
  /** As the container's definition has it. */
  name: z.string(),
  /** On the target. */
  as: z.string(),
  isNew: z.boolean(),
});

/** A container that makes way: the original, or another of the name that is wanted. */
const parked = z.object({
  host: z.string(),
  id: z.string(),
  name: z.string(),
  isRunning: z.boolean(),
  restartPolicy: z.object({ name: z.string(), maximumRetries: z.number() }),
});
export type Parked = z.infer<typeof parked>;

export const restorePlan = z.object({
  version: z.literal(1),
  /** By which a run's plan is told from a move's: `runKind` in the journal. */
  kind: z.literal('restore'),
  /** Names this run's traces on the hosts; two laptops may both have a run r1. */
  key: z.string().regex(/^[a-z0-9-]+$/),
  point: z.string(),
  target: z.string(),
  /** That the container gets. */
  name: z.string(),
  /** Where the point was taken, of which container, and when. */
  origin: z.object({ host: z.string(), id: z.string(), name: z.string(), at: z.string() }),
  image: z.object({
    name: z.string(),
    configDigest: z.string(),
    /** Of its manifest. */
    digest: z.string(),
  }),
  /** Its programs go on from where they were; otherwise they start anew from the files. */
  withMemory: z.boolean(),
  /** Of established TCP connections, by the runtime shim. */
  connections: z.enum(['keep', 'close']),
  checkpointBytes: z.number(),
  /** The runtime that it is made with. */
  runtime: z.string(),
  restartPolicy: z.object({ name: z.string(), maximumRetries: z.number() }),
  allotments: z.array(allotment),
  volumes: z.array(volume),
  parked: z.array(parked),
  findings: z.array(finding),
});
export type RestorePlan = z.infer<typeof restorePlan>;
