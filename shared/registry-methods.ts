/** What the contract offers for restore points in a registry, the data centre's store. A part of `contract.ts`. */
import { z } from 'zod';
import { restorePointName, restorePointSummary } from './model.ts';

const registry = {
  /** `registry.example/site/gauge` */
  repository: z.string().min(1),
  /** Whom the registry lets in; absent where it asks nobody. The password is asked for. */
  user: z.string().min(1).optional(),
  /** A file of certificates, PEM, of who vouches for the registry beside those that this system knows. */
  authorities: z.string().min(1).optional(),
  /** Without encryption: anyone on the way can then read passwords and change what is sent. Always so on loopback, unless `authorities` are named. */
  plainHttp: z.boolean().default(false),
};

export const registryMethods = {
  /**
   * Sends what the registry lacks of a restore point, its image, and the wrapped key of the store. It is to be seen there when
   * all of it has arrived. A broken line is waited for; what has arrived is not sent again, by the next call either.
   */
  'registry.push': {
    input: z.object({
      ...registry,
      point: restorePointName,
      /** Default: the container's name and the moment that the point is of. */
      tag: z.string().optional(),
    }),
    output: z.object({ repository: z.string(), tag: z.string(), sentBytes: z.number() }),
  },
  /** The restore points that a repository has. Their contents are sealed; this much is not. */
  'registry.list': {
    input: z.object(registry),
    output: z.array(restorePointSummary.omit({ name: true, added: true }).extend({ tag: z.string() })),
  },
  /**
   * Takes a restore point in, under a name of this store. Where there is no store yet, one is made that has the key of the
   * store the point was made in: whoever is asked gives its passphrase or its recovery key. A store with another key is refused
   * before anything is fetched.
   */
  'registry.pull': {
    input: z.object({
      ...registry,
      /** A tag, or the digest of a manifest. */
      reference: z.string().min(1),
    }),
    output: restorePointSummary.extend({ fetchedBytes: z.number() }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
