/** How the store's key is made, once, and got at afterwards. */
import { randomUUID } from 'node:crypto';
import { ShiplockError } from '../../../../shared/errors.ts';
import { howToGiveSecret } from '../../../../shared/giving-secrets.ts';
import type { KeyFiles, Way, WrappedKeys } from './key-files.ts';
import type { CarriedKeys } from './carried-keys.ts';
import type { Keyring } from './keyring.ts';
import { unwrapWithPassphrase, wrapForPassphrase } from './passphrase.ts';
import { type MasterKey, newMasterKey } from './store-keys.ts';
import { newIdentity, unwrapWithIdentity, wrapForIdentity } from './wrapped.ts';

/** What is asked of a person. An answer to 'passphrase' may be the recovery key. */
export interface KeyQuestion {
  readonly kind: 'passphrase' | 'new-passphrase';
  /** The answer before was wrong. */
  readonly isRetry: boolean;
}

export interface Unlock {
  /** Null where none is to be used. */
  readonly keyring: Keyring | null;
  /** Undefined, as an answer too: nobody is there to be asked. */
  readonly ask?: (question: KeyQuestion) => Promise<string | undefined>;
  /** Hears the recovery key of a store that has just been made: to be printed, once. It is kept nowhere. */
  readonly tellRecoveryKey: (key: string) => void | Promise<void>;
  /** The key that a store gets which is not there yet, instead of a new one: see `adopt-key.ts`. */
  readonly adopted?: CarriedKeys | undefined;
}

/** A person gets this many tries. */
const maxAsked = 3;
const recoveryKey = /^AGE-SECRET-KEY-1/i;

/**
 * Makes a key: for the keyring where it works, else for a new passphrase, and always for a recovery key. Null when
 * another process was faster. Throws 'store-locked' when there is neither a keyring nor a passphrase; then there is no
 * key.
 */
export async function makeKey(files: KeyFiles, unlock: Unlock): Promise<MasterKey | null> {
  const master = newMasterKey();
  const id = randomUUID();
  const recovery = await newIdentity();
  const byKeyring = await putIntoKeyring(master, id, unlock.keyring);
  const everyday: [Way, Uint8Array] =
    byKeyring instanceof Uint8Array
      ? ['keyring', byKeyring]
      : ['passphrase', await wrapForNewPassphrase(master, unlock, byKeyring)];
  const isOurs = files.create(id, master, [everyday, ['recovery', await wrapForIdentity(master, recovery)]]);
  if (!isOurs) {
    if (everyday[0] === 'keyring') await unlock.keyring?.remove(id);
    return null;
  }
  await unlock.tellRecoveryKey(recovery);
  return master;
}

/** Tries the keyring, then asks. Throws 'store-locked' when none of it opens the store. */
export async function unlockKey(files: WrappedKeys, unlock: Unlock): Promise<MasterKey> {
  const { master, reason } = await askKeyring(files, unlock.keyring);
  if (master !== undefined) return master;
  for (let asked = 0; asked < maxAsked; asked += 1) {
    const answer = await unlock.ask?.({ kind: 'passphrase', isRetry: asked > 0 });
    if (answer === undefined) throw locked(asked > 0, reason);
    const opened = await tryAnswer(files, answer.trim());
    if (opened !== null) return opened;
  }
  throw locked(true, reason);
}

/**
 * The key, wrapped for an identity that the keyring keeps from then on; the keyring's words when it does not work.
 */
export async function putIntoKeyring(
  master: MasterKey,
  id: string,
  keyring: Keyring | null,
): Promise<Uint8Array | string> {
  if (keyring === null) return 'The keyring of this system is not to be used.';
  try {
    const identity = await newIdentity();
    await keyring.set(id, identity);
    // Some keyrings take everything and keep nothing.
    if ((await keyring.get(id)) !== identity) return 'The keyring of this system did not keep the key.';
    return await wrapForIdentity(master, identity);
  } catch (thrown) {
    return `The keyring of this system cannot be used: ${wordsOf(thrown)}`;
  }
}

async function askKeyring(
  files: WrappedKeys,
  keyring: Keyring | null,
): Promise<{ master?: MasterKey; reason?: string }> {
  const wrapped = files.wrapped('keyring');
  if (wrapped === undefined || keyring === null) return {};
  try {
    const identity = await keyring.get(files.id);
    if (identity === null)
      return { reason: 'The keyring of this system does not have the key of this store.' };
    const master = await unwrapWithIdentity(wrapped, identity);
    if (master !== null && files.isOurs(master)) return { master };
    return { reason: 'What the keyring of this system keeps does not open this store.' };
  } catch (thrown) {
    return { reason: `The keyring of this system cannot be used: ${wordsOf(thrown)}` };
  }
}

async function tryAnswer(files: WrappedKeys, answer: string): Promise<MasterKey | null> {
  const isRecovery = recoveryKey.test(answer);
  const wrapped = files.wrapped(isRecovery ? 'recovery' : 'passphrase');
  if (wrapped === undefined) return null;
  const master = await (isRecovery
    ? unwrapWithIdentity(wrapped, answer.toUpperCase())
    : unwrapWithPassphrase(wrapped, answer));
  return master !== null && files.isOurs(master) ? master : null;
}

/** `whyNoKeyring`: for the error. Throws 'store-locked' when nobody gives one. */
export async function wrapForNewPassphrase(
  master: MasterKey,
  { ask }: Unlock,
  whyNoKeyring: string,
): Promise<Uint8Array> {
  const passphrase = await ask?.({ kind: 'new-passphrase', isRetry: false });
  if (passphrase !== undefined) return wrapForPassphrase(master, passphrase.trim());
  throw new ShiplockError(
    'store-locked',
    { en: 'There is nothing to lock the new store with.', zh: '没有可用于锁定新存储的口令。' },
    {
      state: { en: 'No store was made.', zh: '没有创建存储。' },
      remedy: howToGiveSecret,
      details: whyNoKeyring,
    },
  );
}

function locked(wasTried: boolean, reason: string | undefined): ShiplockError {
  const text = wasTried
    ? {
        en: 'That is neither the passphrase nor the recovery key of this store.',
        zh: '这既不是该存储的口令，也不是其恢复密钥。',
      }
    : { en: 'The store is locked, and its passphrase was not given.', zh: '存储未解锁，且没有提供口令。' };
  return new ShiplockError('store-locked', text, {
    state: { en: 'Nothing was read or changed.', zh: '没有读取或更改任何内容。' },
    remedy: {
      en: 'Give the passphrase, or the recovery key (AGE-SECRET-KEY-1…) that was printed when the store was made.',
      zh: '请提供口令，或创建存储时打印的恢复密钥（AGE-SECRET-KEY-1…）。',
    },
    details: reason,
  });
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
