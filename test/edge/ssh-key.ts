/** Keys: the one the fleet trusts, and each host's own. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { succeed } from './command.ts';
import { withLock } from './lock.ts';
import { stateDir } from './state.ts';

/** The private key (ed25519, no passphrase) that every host lets in as root and as each of its users. */
export const privateKeyPath = path.join(stateDir, 'key');

/** Makes the fleet's key pair if there is none, and returns the public half as one line. */
export async function ensureFleetKey(): Promise<string> {
  if (!existsSync(privateKeyPath)) {
    await withLock('key', async () => {
      if (existsSync(privateKeyPath)) return;
      const unfinished = `${privateKeyPath}.unfinished`;
      await succeed(['rm', '-f', unfinished, `${unfinished}.pub`]);
      await makeKey(unfinished);
      renameSync(`${unfinished}.pub`, `${privateKeyPath}.pub`);
      renameSync(unfinished, privateKeyPath);
    });
  }
  return readFileSync(`${privateKeyPath}.pub`, 'utf8');
}

export async function makeKey(file: string): Promise<void> {
  await succeed(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'shiplock-edge', '-f', file]);
}

/** `SHA256:` and base64 without padding, as ssh-keygen -l prints it. */
export function fingerprint(publicKeyFile: string): string {
  const blob = Buffer.from(readFileSync(publicKeyFile, 'utf8').split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
