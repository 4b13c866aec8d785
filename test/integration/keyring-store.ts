/**
 * Opens a store as a process of a desktop does, and tells what it was asked. Arguments: the store's folder, the file to tell it
 * in (standard output is also that of the keyring's daemon), and what to answer.
 */
import { writeFileSync } from 'node:fs';
import { systemKeyring } from '../../electron/backups/store/keys/keyring.ts';
import { Store } from '../../electron/backups/store/store.ts';
import { toErrorData } from '../../shared/errors.ts';

const [folder = '', out = '', answer] = process.argv.slice(2);
const asked: string[] = [];
const told: string[] = [];
let error: unknown;
try {
  const store = await Store.open(folder, {
    keyring: systemKeyring(),
    ask: async ({ kind }) => {
      asked.push(kind);
      return answer;
    },
    tellRecoveryKey: (key) => void told.push(key),
  });
  store[Symbol.dispose]();
} catch (thrown) {
  error = toErrorData(thrown);
}
writeFileSync(out, JSON.stringify({ asked, told, error }));
