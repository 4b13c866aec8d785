/** The store's key, wrapped in files of the age format: one for each way to get at it. */
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { type MasterKey, masterKeyBytes } from './store-keys.ts';

/** An age identity, `AGE-SECRET-KEY-1…`: the recovery key, or what the keyring keeps. */
export type Identity = string;

export const newIdentity: () => Promise<Identity> = generateX25519Identity;

export async function wrapForIdentity(master: MasterKey, identity: Identity): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  return encrypter.encrypt(master);
}

/** Null when the identity is not the right one, or is none. */
export function unwrapWithIdentity(wrapped: Uint8Array, identity: Identity): Promise<MasterKey | null> {
  return unwrap(wrapped, (decrypter) => decrypter.addIdentity(identity));
}

/** Null when nothing that `open` gives opens it. */
export async function unwrap(
  wrapped: Uint8Array,
  open: (decrypter: Decrypter) => void,
): Promise<MasterKey | null> {
  try {
    const decrypter = new Decrypter();
    open(decrypter);
    const master = await decrypter.decrypt(wrapped);
    return master.length === masterKeyBytes ? (master as MasterKey) : null;
  } catch {
    // The library has one kind of error for a wrong key, a damaged file and a misspelt identity.
    return null;
  }
}
