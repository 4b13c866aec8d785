/** People on a host besides root. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { EdgeHost } from './host.ts';
import { privateKeyPath } from './ssh-key.ts';
import { scriptsDir } from './state.ts';

export interface HostUser {
  /** Lower-case letters, digits and dashes. */
  readonly name: string;
  /** `nopasswd`: sudo at once; `password`: sudo asks for `userPassword`; `none`: may not use sudo. */
  readonly sudo: 'nopasswd' | 'password' | 'none';
}

/** The password of every user of a test host. The fleet's key lets them in without it. */
export const userPassword = 'lock-keeper';

export async function addUser(host: EdgeHost, { name, sudo }: HostUser): Promise<void> {
  const key = readFileSync(`${privateKeyPath}.pub`, 'utf8').trim();
  const script = readFileSync(path.join(scriptsDir, 'host-user.sh'));
  const argv = ['sh', '-s', '--', name, sudo, userPassword, key];
  const { status, stderr } = await host.run(argv, { input: script });
  if (status !== 0) throw new Error(`cannot make user ${name} on host ${host.name}: ${stderr.trim()}`);
}
