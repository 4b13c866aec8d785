/** Changes how an open store's key can be got at. The key itself, and what is sealed with it, stay as they are. */
import { ShiplockError } from '../../../../shared/errors.ts';
import { CarriedKeys } from './carried-keys.ts';
import type { KeyFiles } from './key-files.ts';
import type { Keyring } from './keyring.ts';
import { wrapForPassphrase } from './passphrase.ts';
import type { MasterKey } from './store-keys.ts';
import { putIntoKeyring } from './unlock.ts';
import { newIdentity, wrapForIdentity } from './wrapped.ts';

export class KeyChanges {
  readonly #master: MasterKey;
  readonly #files: KeyFiles;
  readonly #keyring: Keyring | null;

  constructor(master: MasterKey, files: KeyFiles, keyring: Keyring | null) {
    this.#master = master;
    this.#files = files;
    this.#keyring = keyring;
  }

  /**
   * From then on the store opens with this passphrase and not with the one before. Throws 'usage' for a short one.
   */
  async setPassphrase(passphrase: string): Promise<void> {
    this.#files.put('passphrase', await wrapForPassphrase(this.#master, passphrase.trim()));
  }

  /**
   * From then on the store opens without being asked, for this user on this machine. Throws 'store-locked' without a
   * keyring.
   */
  async putIntoKeyring(): Promise<void> {
    const wrapped = await putIntoKeyring(this.#master, this.#files.id, this.#keyring);
    if (wrapped instanceof Uint8Array) {
      this.#files.put('keyring', wrapped);
      return;
    }
    throw new ShiplockError(
      'store-locked',
      {
        en: 'The key of the store cannot be put into a keyring here.',
        zh: '无法把存储的密钥放入本机的系统密钥环。',
      },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: 'Go on with the passphrase.', zh: '请继续使用口令。' },
        details: wrapped,
      },
    );
  }

  /** What opens the restore points of this store elsewhere. */
  carried(): CarriedKeys {
    return CarriedKeys.of(this.#files);
  }

  /** A new recovery key, kept nowhere. The one before opens nothing any more. */
  async renewRecoveryKey(): Promise<string> {
    const identity = await newIdentity();
    this.#files.put('recovery', await wrapForIdentity(this.#master, identity));
    return identity;
  }
}
