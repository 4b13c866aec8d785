/** `shiplock store`: what opens the restore points, and how that is changed, by the command line. Without hosts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Store } from '../../electron/backups/store/store.ts';
import { CommandLine, type Finished } from './command-line.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'shiplock-store-cli-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** `store`, with these answers for whatever is asked. */
function store(answers: object, ...words: readonly string[]): Promise<Finished> {
  const secrets = path.join(home, 'secrets.json');
  writeFileSync(secrets, JSON.stringify({ '@store': answers }), { mode: 0o600 });
  return new CommandLine({ home }).run('--secrets', secrets, 'store', ...words);
}

async function makeStore(passphrase: string): Promise<void> {
  const unlock = { keyring: null, ask: async () => passphrase, tellRecoveryKey: () => undefined };
  (await Store.open(path.join(home, 'store'), unlock))[Symbol.dispose]();
}

test('without restore points, says how to take one, and asks for nothing', async () => {
  expect(await store({})).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('shiplock backup CONTAINER --from HOST'),
  });
  expect(await store({ passphrase: 'a boat in a lock' }, 'passphrase')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('There are no restore points yet'),
  });
});

test('tells where it is and what opens it, without opening it', async () => {
  await makeStore('a boat in a lock');
  expect(await store({})).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(
      /store: 0 restore points.*\nIt is opened by its passphrase, or by its recovery key/,
    ),
  });
});

test('a new passphrase opens it from then on, and the one before does not', async () => {
  await makeStore('a boat in a lock');
  const change = { passphrase: 'a boat in a lock', newPassphrase: 'a boat in a dock' };
  expect((await store(change, 'passphrase')).status).toBe(0);
  expect(await store(change, 'passphrase')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('passphrase'),
  });
  expect((await store({ passphrase: 'a boat in a dock' }, 'recovery-key')).status).toBe(0);
});

test('a passphrase that is too short changes nothing', async () => {
  await makeStore('a boat in a lock');
  const short = await store({ passphrase: 'a boat in a lock', newPassphrase: 'boat' }, 'passphrase');
  expect(short).toMatchObject({ status: 2, stderr: expect.stringContaining('Nothing was changed') });
  expect((await store({ passphrase: 'a boat in a lock' }, 'recovery-key')).status).toBe(0);
});

test('a new recovery key opens it in the place of the passphrase', async () => {
  await makeStore('a boat in a lock');
  const { stdout } = await store({ passphrase: 'a boat in a lock' }, 'recovery-key');
  const recoveryKey = /AGE-SECRET-KEY-1\w+/.exec(stdout)?.[0];
  const forgotten = await store({ passphrase: recoveryKey, newPassphrase: 'a boat in a dock' }, 'passphrase');
  expect(forgotten.status).toBe(0);
  expect((await store({ passphrase: 'a boat in a dock' }, 'recovery-key')).status).toBe(0);
});
