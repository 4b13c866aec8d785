/** Who is asked for the secret of a connection that several want at the same time. No host answers here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { Sessions } from '../../electron/hosts/sessions.ts';

test('whoever wants a person to be asked has them asked, although somebody who does not came first', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shiplock-sessions-'));
  const key = path.join(folder, 'key');
  const passphrase = 'open';
  writeFileSync(
    key,
    ssh2.utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-ctr', rounds: 1 }).private,
  );
  using sessions = new Sessions((name) => ({
    name,
    address: '127.0.0.1',
    port: 1,
    user: 'root',
    login: 'key',
    key,
    sudo: false,
    hostKey: 'SHA256:AAAA',
  }));
  const looksOn = sessions.get('river', undefined, async () => undefined, { onlyIfAtHand: true });
  const uses = sessions.get('river', undefined, async () => passphrase);
  await expect(looksOn).rejects.toMatchObject({ code: 'login-refused' });
  await expect(uses).rejects.toMatchObject({ code: 'host-unreachable' });
  rmSync(folder, { recursive: true });
});
