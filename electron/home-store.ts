/** The store of restore points of this home: opened when it is first needed, once for everybody who needs it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CallOptions } from '../shared/contract.ts';
import { ShiplockError } from '../shared/errors.ts';
import type { Words } from '../shared/words.ts';
import type { CarriedKeys } from './backups/store/keys/carried-keys.ts';
import { systemKeyring } from './backups/store/keys/keyring.ts';
import type { Unlock } from './backups/store/keys/unlock.ts';
import { Store } from './backups/store/store.ts';

/** What opens it throws 'store-locked' when its key is not to be had, and 'store-damaged'. */
export class HomeStore implements Disposable {
  /** It may not be there yet. */
  readonly folder: string;
  #store: Promise<Store> | undefined;

  constructor(home: string) {
    this.folder = join(home, 'store');
  }

  get isThere(): boolean {
    return existsSync(this.folder);
  }

  /**
   * It is made if there is none: with a key of its own, or with `adopted`, the key of the store that restore points from
   * elsewhere were made in.
   */
  made(options: CallOptions, adopted?: CarriedKeys): Promise<Store> {
    return this.#opened({ ...unlockOf(options), adopted });
  }

  /** Throws 'not-found' where there is none: nobody is asked for the passphrase of a store that they do not have. */
  async existing(options: CallOptions): Promise<Store> {
    this.#require();
    return this.#opened(unlockOf(options));
  }

  /** Undefined where there is none. No person is asked for anything: throws 'store-locked' where the key is not at hand. */
  async atHand(options: CallOptions): Promise<Store | undefined> {
    return this.isThere ? this.#opened(unlockOf(options, true)) : undefined;
  }

  /** As `Store.rebuildIndex`. */
  async rebuildIndex(options: CallOptions): Promise<Words[]> {
    this.#require();
    await this.#close();
    return Store.rebuildIndex(this.folder, unlockOf(options));
  }

  [Symbol.dispose](): void {
    void this.#close();
  }

  #opened(unlock: Unlock): Promise<Store> {
    if (this.#store === undefined) {
      this.#store = Store.open(this.folder, unlock);
      // The next call asks again.
      this.#store.catch(() => {
        this.#store = undefined;
      });
    }
    return this.#store;
  }

  #require(): void {
    if (this.isThere) return;
    throw new ShiplockError(
      'not-found',
      { en: 'There are no restore points yet.', zh: '还没有还原点。' },
      {
        remedy: {
          en: 'Take one: shiplock backup CONTAINER --from HOST',
          zh: '请创建一个：shiplock backup 容器 --from 主机',
        },
      },
    );
  }

  async #close(): Promise<void> {
    const store = this.#store;
    this.#store = undefined;
    await store?.then(
      (opened) => opened[Symbol.dispose](),
      () => undefined,
    );
  }
}

/** `onlyIfAtHand`: no person is asked. */
function unlockOf({ askSecret, onEvent }: CallOptions, onlyIfAtHand = false): Unlock {
  return {
    keyring: systemKeyring(),
    ask: async ({ kind, isRetry }) =>
      askSecret?.({
        kind: kind === 'passphrase' ? 'store-passphrase' : 'new-store-passphrase',
        isRetry,
        onlyIfAtHand,
      }),
    tellRecoveryKey: (recoveryKey) => onEvent?.({ event: 'store.made', recoveryKey }),
  };
}
