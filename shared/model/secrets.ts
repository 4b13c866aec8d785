/** What a person may be asked for while something goes on; never the answer. */
import { z } from 'zod';
import { hostName } from './hosts.ts';

/** It goes without as well: no person is to be asked for it. */
const onlyIfAtHand = z.boolean().optional();

/** A secret that a login needs. */
const loginSecretRequest = z.object({
  host: hostName,
  user: z.string(),
  kind: z.enum(['password', 'passphrase', 'sudo-password']),
  /** The key file, for a passphrase. */
  key: z.string().optional(),
  /** The last answer was wrong. */
  isRetry: z.boolean(),
  onlyIfAtHand,
});
export type LoginSecretRequest = z.infer<typeof loginSecretRequest>;

/** What opens the store of restore points where no keyring does; a new one when the store is made. */
const storeSecretRequest = z.object({
  kind: z.enum(['store-passphrase', 'new-store-passphrase']),
  isRetry: z.boolean(),
  onlyIfAtHand,
});

const registrySecretRequest = z.object({
  kind: z.literal('registry-password'),
  /** As `https://registry.example:5000`. */
  registry: z.string(),
  user: z.string(),
  isRetry: z.boolean(),
  onlyIfAtHand,
});

/** A secret that is needed now. The answer is never part of what is kept, logged or reported. */
export const secretRequest = z.union([loginSecretRequest, storeSecretRequest, registrySecretRequest]);
export type SecretRequest = z.infer<typeof secretRequest>;
