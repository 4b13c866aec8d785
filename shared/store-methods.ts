/** What the contract offers for the store of restore points itself: where it is, and what opens it. A part of `contract.ts`. */
import { z } from 'zod';

const opensWith = z.array(z.enum(['keyring', 'passphrase', 'recovery']));

export const storeMethods = {
  /** Needs no key. */
  'store.show': {
    input: z.object({}),
    output: z.object({
      folder: z.string(),
      restorePoints: z.number(),
      images: z.number(),
      /** On the disk, with what pruning would give free. */
      bytes: z.number(),
      opensWith,
    }),
  },
  /** Asks for a new passphrase, which opens the store from then on; the one before does not. */
  'store.setPassphrase': { input: z.object({}), output: z.object({ opensWith }) },
  /** From then on this user is not asked on this machine. Throws 'store-locked' without a keyring. */
  'store.useKeyring': { input: z.object({}), output: z.object({ opensWith }) },
  /** The one before opens nothing any more. It is told here, once, and kept nowhere. */
  'store.renewRecoveryKey': { input: z.object({}), output: z.object({ recoveryKey: z.string() }) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
