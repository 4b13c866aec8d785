/** What the contract offers for restore points: taking, browsing, restoring and keeping them. A part of `contract.ts`. */
import { z } from 'zod';
import {
  containerName,
  hostName,
  restorePointName,
  restorePointSummary,
  runReport,
  storedFile,
  storedProcess,
} from './model.ts';
import { podmanMethods } from './podman-methods.ts';
import { registryMethods } from './registry-methods.ts';
import { words } from './words.ts';

const filesView = z.enum(['container', 'rw-layer']);

export const restorePointMethods = {
  /**
   * Takes a restore point. A container that runs stands still for one short pause; whatever happens, it goes on. Resolves
   * when all of it is in the store; until then there is nothing of it.
   */
  'backups.take': {
    input: z.object({
      container: containerName,
      from: hostName,
      comment: z.string().max(1000).optional(),
    }),
    output: z.object({
      name: z.string(),
      /** How long the container stood still. */
      pausedMs: z.number(),
      /** Bytes that came from the host, and those by which the store grew. */
      wireBytes: z.number(),
      addedBytes: z.number(),
      /** Why there is no memory in it; absent where there is. */
      withoutMemory: words.optional(),
      /** Where the container sees what is not its own, and so is not in it. */
      leftOut: z.array(z.string()),
    }),
  },
  /** The newest first. Needs no host. */
  'backups.list': {
    input: z.object({
      container: containerName.optional(),
      host: hostName.optional(),
      /** No person is asked for the passphrase: throws 'store-locked' where one would be. */
      onlyIfAtHand: z.boolean().optional(),
    }),
    output: z.array(restorePointSummary),
  },
  /** What a restore point says of itself: where its data lay, how its container was made, what it has printed last. */
  'backups.show': {
    input: z.object({ point: restorePointName }),
    output: restorePointSummary.extend({
      image: z.string(),
      /** How long the container stood still for it; absent where it has no memory. */
      pausedMs: z.number().optional(),
      withoutMemory: words.optional(),
      places: z.array(
        z.object({
          kind: z.enum(['rw-layer', 'volume', 'folder', 'file']),
          destination: z.string(),
          path: z.string(),
          name: z.string().optional(),
          files: z.number(),
          bytes: z.number(),
        }),
      ),
      /** As its engine describes it. */
      definition: z.record(z.string(), z.unknown()),
      log: z.string(),
    }),
  },
  /** The processes of a restore point with memory. */
  'backups.processes': {
    input: z.object({ point: restorePointName }),
    output: z.object({
      processes: z.array(storedProcess),
      sockets: z.array(z.object({ shown: z.string(), holders: z.array(z.number()) })),
    }),
  },
  /**
   * What is at a path, and, of a folder, what it lists, in the order of the names' bytes. No host is needed; no more is read than
   * is looked at.
   */
  'backups.browse': {
    input: z.object({
      point: restorePointName,
      path: z.string().default('/'),
      /** `container`: as the container saw it. `rw-layer`: what it had changed of its image alone. */
      view: filesView.default('container'),
      /** The name in that folder after which to go on. */
      after: z.string().optional(),
      limit: z.number().int().min(1).max(100_000).default(1000),
    }),
    output: z.object({
      at: storedFile,
      entries: z.array(storedFile),
      /** There are more entries than the limit. */
      hasMore: z.boolean(),
    }),
  },
  /**
   * What has `name` in its own name, below a folder; upper and lower case are the same. What was found is told meanwhile by
   * `search.progress`. Cancelled, it has found nothing.
   */
  'backups.search': {
    input: z.object({
      point: restorePointName,
      path: z.string().default('/'),
      view: filesView.default('container'),
      name: z.string().min(1).max(255),
      limit: z.number().int().min(1).max(10_000).default(1000),
    }),
    output: z.object({
      found: z.array(storedFile),
      /** Names that were looked at. */
      looked: z.number(),
      /** There are more than the limit. */
      hasMore: z.boolean(),
    }),
  },
  /** The beginning of a file, to be looked at: at most 256 kB. A link is followed. Throws 'usage' for what is no file. */
  'backups.read': {
    input: z.object({
      point: restorePointName,
      path: z.string(),
      view: filesView.default('container'),
    }),
    output: z.object({
      at: storedFile,
      /** Absent where it is no text. */
      text: z.string().optional(),
      /** There is more of it. */
      hasMore: z.boolean(),
    }),
  },
  /** Brings a file, or a folder with all it holds, to the laptop; `out` must not be there yet. */
  'backups.extract': {
    input: z.object({
      point: restorePointName,
      path: z.string(),
      view: filesView.default('container'),
      out: z.string().min(1),
    }),
    output: z.object({
      out: z.string(),
      files: z.number(),
      bytes: z.number(),
      /** What is not there as the container had it. */
      remarks: z.array(z.object({ path: z.string(), why: words })),
      remarkCount: z.number(),
    }),
  },
  /** What differs between the files of two restore points; the image's own are not compared. */
  'backups.diff': {
    input: z.object({
      before: restorePointName,
      after: restorePointName,
      limit: z.number().int().min(1).max(100_000).default(10_000),
    }),
    output: z.object({
      differences: z.array(
        z.object({
          path: z.string(),
          is: z.enum(['added', 'removed', 'changed']),
          /** In which respects something that is in both is another one. */
          respects: z.array(z.string()),
        }),
      ),
      hasMore: z.boolean(),
    }),
  },
  /**
   * Brings a restore point back to life on a host; everything comes from the laptop. Resolves when the run has ended, well or
   * not. Rejects only when nothing was begun.
   */
  'restores.start': {
    input: z.object({
      point: restorePointName,
      to: hostName,
      /** Another name makes a clone, which may run beside the original. */
      name: containerName.optional(),
      /** Files and configuration; its programs start anew. */
      filesOnly: z.boolean().default(false),
      /** What is in the way makes way: it is stopped and kept under another name, and comes back should the restore fail. */
      replace: z.boolean().default(false),
      /** The warnings that the user has accepted, by `id`; `all`: whichever there are. */
      accept: z.array(z.string()).default([]),
    }),
    output: runReport,
  },
  /** What only it needed is given free by the next pruning. */
  'backups.remove': {
    input: z.object({ point: restorePointName }),
    output: z.object({ removed: z.string() }),
  },
  /**
   * Reads everything back, or what these points need. Damage is told, not thrown, and repaired where nothing is lost; parts of
   * images are fetched again from `from`, if it still has the image.
   */
  'backups.verify': {
    input: z.object({ points: z.array(restorePointName).optional(), from: hostName.optional() }),
    output: z.object({
      blobs: z.number(),
      bytes: z.number(),
      damages: z.array(
        z.object({
          blob: z.string(),
          part: z.enum(['manifest', 'description', 'pack', 'image']),
          problem: z.enum(['missing', 'changed']),
          /** The restore points and images that need it. */
          affects: z.array(z.string()),
          /** It was fetched again, or all that was needed of it was brought elsewhere: nothing is lost. */
          isRepaired: z.boolean(),
        }),
      ),
    }),
  },
  /** Makes the index anew from the layout alone. `damages`: what could not be read. */
  'backups.rebuildIndex': {
    input: z.object({}),
    output: z.object({ points: z.number(), damages: z.array(words) }),
  },
  /** Removes what no restore point needs, and what takes that died have left. */
  'backups.prune': {
    input: z.object({
      /** Restore points that stay of each container on each host, the latest; by default all. */
      keep: z.number().int().min(1).optional(),
    }),
    output: z.object({ removed: z.array(z.string()), removedBlobs: z.number(), freedBytes: z.number() }),
  },
  ...registryMethods,
  ...podmanMethods,
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const restorePointEvents = {
  /** A search goes on: what was found since it was told last, and how many names were looked at; at most ten times a second. */
  'search.progress': z.object({ point: restorePointName, found: z.array(storedFile), looked: z.number() }),
} as const satisfies Record<string, z.ZodType>;
