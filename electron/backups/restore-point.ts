/** What a restore point says of itself: its description is sealed, since a definition holds passwords as often as not. */
import { z } from 'zod';
import { words } from '../../shared/words.ts';
import type { Vitals } from '../checkpoint/vitals.ts';
import type { ChunkId } from './store/chunks.ts';

const chunkId = z.custom<ChunkId>((value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));

const vitals = z.looseObject({
  processes: z.number(),
  lastingProcesses: z.number(),
  memoryBytes: z.number(),
  sockets: z.array(z.looseObject({ protocol: z.string(), state: z.string() })),
});

/** A folder of the container, or a file that was mounted by itself, with all it holds: `tree/node.ts`. */
const place = z.object({
  kind: z.enum(['rw-layer', 'volume', 'folder', 'file']),
  /** Where the container sees it; `/` for its RW layer. */
  destination: z.string(),
  /** Where it lay on the host; for a volume, see `name`. */
  path: z.string(),
  /** Of a volume; absent for one whose name the engine made up. */
  name: z.string().optional(),
  /** The node that lists it. */
  root: chunkId,
  files: z.number().int(),
  bytes: z.number().int(),
});
export type Place = z.infer<typeof place>;

/** Files that change all the time, as takes have seen them: `take/restless.ts`. */
const restless = z.object({
  /** Bytes a second that the host has copied in the pause, and that came over the link afterwards. */
  copiedPerSecond: z.number().optional(),
  fetchedPerSecond: z.number().optional(),
  files: z.array(
    z.object({
      /** The place, as the container sees it. */
      destination: z.string(),
      /** From the place on; its bytes, one a character. */
      path: z.string(),
      bytes: z.number(),
      /** How often it has changed again between its copy and the pause: 0 to 1, the last takes count most. */
      again: z.number(),
      /** The host has kept it as a clone, which takes no time. */
      isCloned: z.literal(true).optional(),
    }),
  ),
});
export type Restless = z.infer<typeof restless>;

export const description = z.object({
  version: z.literal(1),
  /** When the container stood still for it, by the laptop's clock. */
  at: z.string(),
  host: z.string(),
  container: z.object({
    id: z.string(),
    name: z.string(),
    /** The engine's own description of how it was made: opaque to everyone but an engine of that kind. */
    definition: z.record(z.string(), z.unknown()),
    imageName: z.string(),
    restartPolicy: z.object({ name: z.string(), maximumRetries: z.number() }),
    /** Its first process's identifier on the host. */
    pid: z.number().int(),
  }),
  engine: z.object({ kind: z.string(), version: z.string(), criu: z.string(), kernel: z.string() }),
  /** Digest of the image's manifest in the store. */
  image: z.string(),
  /** For browsing: of each layer's blob, the tree that says what is in it, and where. The lowest layer first. */
  layers: z.array(z.object({ blob: z.string(), root: chunkId })).default([]),
  /** For browsing: what the engine had put into the container, as a layer over the image's. Absent in older points. */
  added: z.object({ root: chunkId }).optional(),
  volumes: z.array(
    z.object({
      name: z.string(),
      driver: z.string(),
      options: z.record(z.string(), z.string()),
      labels: z.record(z.string(), z.string()),
    }),
  ),
  places: z.array(place),
  /** CRIU's images. Absent where the container could not be dumped: `withoutMemory` says why. */
  checkpoint: z.object({ root: chunkId, bytes: z.number().int(), pausedMs: z.number() }).optional(),
  withoutMemory: words.optional(),
  /** What lived in the container then; absent where there is no memory. */
  vitals: z.custom<Vitals>((value) => vitals.safeParse(value).success).optional(),
  /** Of a container that ran under Podman: how Podman describes it, for the way back. Its checkpoint is Podman's too, and adapted for Docker. */
  podman: z
    .object({
      config: z.record(z.string(), z.unknown()),
      spec: z.record(z.string(), z.unknown()),
      network: z.unknown(),
    })
    .optional(),
  /** What is asked of connections at a restore: see `preflight/connections.ts`. */
  connections: z.enum(['none', 'keep', 'close']),
  /** The end of what the container has printed. */
  log: z.string(),
  comment: z.string().optional(),
  /** For the take after this one. */
  restless: restless.optional(),
  /** It was taken by a policy, which may let it go again. */
  byPolicy: z.literal(true).optional(),
});
export type Description = z.infer<typeof description>;

/** `rp1`, `rp2`, …: never given twice in a store. */
export type RestorePointName = string & { readonly __brand: 'RestorePointName' };
