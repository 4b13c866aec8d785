/** A new store with the key of another one, whose restore points it can then take in: after the laptop was lost. */
import { randomUUID } from 'node:crypto';
import type { CarriedKeys } from './carried-keys.ts';
import type { KeyFiles, Way } from './key-files.ts';
import type { MasterKey } from './store-keys.ts';
import { putIntoKeyring, type Unlock, unlockKey, wrapForNewPassphrase } from './unlock.ts';

/**
 * Asks for the passphrase or the recovery key of the other store; both open the new one too, and this system's keyring does
 * if it works. Null when another process was faster. Throws 'store-locked'; then there is no store.
 */
export async function adoptKey(
  files: KeyFiles,
  carried: CarriedKeys,
  unlock: Unlock,
): Promise<MasterKey | null> {
  const master = await unlockKey(carried, unlock);
  // An id of its own: the other store may be on this machine, and known to the same keyring.
  const id = randomUUID();
  const ways: (readonly [Way, Uint8Array])[] = [...carried.ways];
  const byKeyring = await putIntoKeyring(master, id, unlock.keyring);
  if (byKeyring instanceof Uint8Array) ways.push(['keyring', byKeyring]);
  else if (carried.wrapped('passphrase') === undefined)
    ways.push(['passphrase', await wrapForNewPassphrase(master, unlock, byKeyring)]);
  if (files.create(id, master, ways)) return master;
  if (byKeyring instanceof Uint8Array) await unlock.keyring?.remove(id);
  return null;
}
