/** What the contract offers for images that are stored ahead of a move, and sent to a standby host. A part of `contract.ts`. */
import { z } from 'zod';
import { containerName, errorData, hostName } from './model.ts';

/** An image of the store, and whose it is. */
const storedImage = z.object({
  name: z.string(),
  /** Of its configuration: the same on every host. */
  digest: z.string(),
  /** The chain, from the lowest up: each layer's digest when it is not compressed, and the bytes that it takes here. */
  layers: z.array(z.object({ digest: z.string(), bytes: z.number() })),
  isWhole: z.boolean(),
  /** It stays without a restore point that is of it. */
  isKept: z.boolean(),
  /** The containers that were seen to have it, and when last. */
  containers: z.array(z.object({ host: hostName, container: z.string(), seenAt: z.string() })),
});

/** What became of an image: it came or went now, was where it is wanted already, or did not get there. */
const carriedImage = z.object({
  name: z.string(),
  digest: z.string(),
  containers: z.array(z.string()),
  is: z.enum(['carried', 'there', 'failed']),
  bytes: z.number(),
  error: errorData.optional(),
});
export type CarriedImage = z.infer<typeof carriedImage>;

const stored = z.object({ host: hostName, images: z.array(carriedImage) });
const sent = z.object({
  host: hostName,
  standby: hostName,
  images: z.array(carriedImage),
  /** Names of images that were sent there before and are needed by no container any more: taken away, unless in use. */
  takenAway: z.array(z.string()),
});

/** What a round came to. `error`: why a host was not reached. */
const aheadRound = z.object({
  host: hostName,
  stored: stored.optional(),
  sent: sent.optional(),
  /** Images that no container has had for long: the next `prune` frees their room. */
  letGo: z.array(z.string()),
  error: errorData.optional(),
});
export type AheadRound = z.infer<typeof aheadRound>;

const wish = z.object({ host: hostName, standby: hostName.optional() });

export const imageMethods = {
  /** The images in the store, with the containers that have them. Needs no host and no passphrase. */
  'images.list': {
    input: z.object({ container: containerName.optional(), host: hostName.optional() }),
    output: z.array(storedImage),
  },
  /** Stores the images of the host's containers, or of one, as far as they are not stored. What fails is told, image by image. */
  'images.store': {
    input: z.object({ host: hostName, container: containerName.optional() }),
    output: stored,
  },
  /**
   * Sends the images that the host's containers were last seen to have from the store to a standby host; the host itself need
   * not be there. Without `standby`: to the one that was wished for.
   */
  'images.send': { input: z.object({ host: hostName, standby: hostName.optional() }), output: sent },
  /** Of which hosts images are stored ahead. */
  'images.wishes': { input: z.object({}), output: z.array(wish) },
  /** From now on each round stores the images of that host's containers, and sends them to the standby host. */
  'images.wish': { input: wish, output: wish },
  /** What was stored and sent stays. */
  'images.endWish': { input: z.object({ host: hostName }), output: z.object({ host: hostName }) },
  /** A round over that host, or over all that are wished for. What fails of one does not keep the others from theirs. */
  'images.round': { input: z.object({ host: hostName.optional() }), output: z.array(aheadRound) },
  /** Lets go of what was stored for that host's containers, unless others have it; the next `prune` frees the room. */
  'images.forget': {
    input: z.object({ host: hostName }),
    output: z.object({ host: hostName, letGo: z.array(z.string()) }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const imageEvents = {
  /** An image comes from a host or goes to it: the bytes so far; at most ten times a second. */
  'images.progress': z.object({ host: hostName, image: z.string(), bytes: z.number() }),
  /** `policies.watch` has made a round of which there is something to tell. */
  'images.rounded': aheadRound,
} as const satisfies Record<string, z.ZodType>;
