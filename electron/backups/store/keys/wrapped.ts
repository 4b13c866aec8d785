/** The store's key, wrapped in files of the age format: one for each way to get at it. */
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { ShiplockError } from '../../../../shared/errors.ts';
import { type MasterKey, masterKeyBytes } from './store-keys.ts';

/** An age identity, `AGE-SECRET-KEY-1…`: the recovery key, or what the keyring keeps. */
export type Identity = string;

export const newIdentity: () => Promise<Identity> = generateX25519Identity;

/** Shorter ones are guessed too fast by whoever has the disk. */
const leastPassphraseLength = 8;

/** Takes some seconds, which is what makes guessing slow. Throws 'usage' for a passphrase that is too short. */
export async function wrapForPassphrase(master: MasterKey, passphrase: string): Promise<Uint8Array> {
  if (passphrase.length < leastPassphraseLength) {
    throw new ShiplockError('usage', `The passphrase has less than ${leastPassphraseLength} characters.`, {
      state: 'Nothing was changed.',
      remedy: 'Choose a longer one: four or five random words, for instance.',
    });
  }
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt(master);
}

export async function wrapForIdentity(master: MasterKey, identity: Identity): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  return encrypter.encrypt(master);
}

/** Null when the passphrase is not the right one, or the file is none of this kind. */
export function unwrapWithPassphrase(wrapped: Uint8Array, passphrase: string): Promise<MasterKey | null> {
  return unwrap(wrapped, (decrypter) => decrypter.addPassphrase(passphrase));
}

/** Null when the identity is not the right one, or is none. */
export function unwrapWithIdentity(wrapped: Uint8Array, identity: Identity): Promise<MasterKey | null> {
  return unwrap(wrapped, (decrypter) => decrypter.addIdentity(identity));
}

async function unwrap(wrapped: Uint8Array, open: (decrypter: Decrypter) => void): Promise<MasterKey | null> {
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
