/** What the contract promises of the store itself: what lies in it, and how its key is got at. */
import type { CallOptions, Output } from '../shared/contract.ts';
import { ShiplockError } from '../shared/errors.ts';
import { howToGiveSecret } from '../shared/giving-secrets.ts';
import { Layout } from './backups/store/layout.ts';
import { overviewOf, waysOf } from './backups/store/overview.ts';
import type { HomeStore } from './home-store.ts';
import type { Journal } from './journal/journal.ts';

export class StoreKeys {
  readonly #store: HomeStore;
  readonly #journal: Journal;

  constructor(store: HomeStore, journal: Journal) {
    this.#store = store;
    this.#journal = journal;
  }

  async show(): Promise<Output<'store.show'>> {
    const { folder, isThere } = this.#store;
    if (isThere) return { folder, ...overviewOf(folder) };
    return { folder, restorePoints: 0, images: 0, bytes: 0, opensWith: [] };
  }

  async setPassphrase(options: CallOptions): Promise<Output<'store.setPassphrase'>> {
    const { keys } = await this.#store.existing(options);
    const passphrase = await askForNew(options);
    await keys.setPassphrase(passphrase);
    return this.#changed('passphrase');
  }

  async useKeyring(options: CallOptions): Promise<Output<'store.useKeyring'>> {
    const { keys } = await this.#store.existing(options);
    await keys.putIntoKeyring();
    return this.#changed('keyring');
  }

  async renewRecoveryKey(options: CallOptions): Promise<Output<'store.renewRecoveryKey'>> {
    const { keys } = await this.#store.existing(options);
    const recoveryKey = await keys.renewRecoveryKey();
    this.#changed('recovery-key');
    return { recoveryKey };
  }

  #changed(what: string): { opensWith: Output<'store.show'>['opensWith'] } {
    this.#journal.history.append('store-key-changed', { what });
    return { opensWith: waysOf(new Layout(this.#store.folder)) };
  }
}

async function askForNew({ askSecret }: CallOptions): Promise<string> {
  const answer: Promise<string | undefined> | undefined = askSecret?.({
    kind: 'new-store-passphrase',
    isRetry: false,
  });
  const passphrase = await answer;
  if (passphrase !== undefined) return passphrase;
  throw new ShiplockError(
    'usage',
    { en: 'There is no new passphrase.', zh: '没有提供新的口令。' },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: howToGiveSecret,
    },
  );
}
