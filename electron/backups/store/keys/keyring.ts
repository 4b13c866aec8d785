/** The keyring of the laptop's system: Windows' credential manager, macOS' keychain, the Secret Service of Linux. */
import { AsyncEntry } from '@napi-rs/keyring';

export interface Keyring {
  /** Null when it has none of that name. Throws when the keyring is locked, or not there. */
  get(name: string): Promise<string | null>;
  set(name: string, secret: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** On Linux never the kernel's own keyring, which forgets at a restart. */
export function systemKeyring(): Keyring {
  const entry = (name: string) => new AsyncEntry('shiplock', name, { linux: { store: 'secret-service' } });
  return {
    get: async (name) => entry(name).getPassword(),
    set: async (name, secret) => entry(name).setPassword(secret),
    remove: async (name) => {
      await entry(name).deleteCredential();
    },
  };
}
