/** Asks the user to compare a host's key before it is pinned. */
import { createInterface } from 'node:readline/promises';
import type { CallOptions, Contract } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';

export interface HostToAgree {
  readonly address: string;
  readonly port: number;
  readonly jump: string | undefined;
}

/** The fingerprint that the user agreed to. Throws 'host-key' for a no, and where there is nobody to ask. */
export async function agreeToHostKey(
  station: Contract,
  host: HostToAgree,
  options: CallOptions,
  json: boolean,
): Promise<string> {
  const { type, fingerprint } = await station.call('hosts.key', host, options);
  const shown = `${host.address} shows the key ${fingerprint} (${type}).`;
  if (json || !process.stdin.isTTY) {
    throw new ShiplockError('host-key', `${shown} Nobody has agreed to it, and nothing was stored.`, {
      remedy: `Compare it with the host's console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then add: --accept-host-key ${fingerprint}`,
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `${shown}\nCompare it with the host's console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\nIs it the same? [y/N] `;
    const answer = await terminal.question(question);
    if (/^y(es)?$/i.test(answer.trim())) return fingerprint;
  } finally {
    terminal.close();
  }
  throw new ShiplockError('host-key', 'The key was not agreed to; nothing was stored.');
}
