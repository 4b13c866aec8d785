/** A host's console: how this machine runs a command on it. */
import path from 'node:path';
import { quoteCommand } from '../../electron/hosts/quote.ts';
import { addressOf } from './network.ts';
import { findInit, type HostRecord, hostDir } from './record.ts';
import { privateKeyPath } from './ssh-key.ts';
import { scriptsDir } from './state.ts';

const environment = [
  'env',
  '-i',
  '-C',
  '/root',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'HOME=/root',
  'LANG=C.UTF-8',
];

/**
 * The words that run these on the host, as root in /root. A virtual host is entered by SSH, so that its console is dead
 * while its cable is out. Throws if the host is powered off.
 */
export function onConsole(record: HostRecord, argv: readonly string[]): string[] {
  const init = findInit(record);
  if (init === null) throw new Error(`host ${record.name} is powered off`);
  const words = [...environment, ...argv];
  if (record.machine === 'vm') return [...sshTo(record), quoteCommand(words)];
  const join = ['sh', path.join(scriptsDir, 'join-cgroups.sh'), path.join(hostDir(record), 'cgroups')];
  return [...join, 'nsenter', '-t', String(init.pid), '--all', ...words];
}

function sshTo(record: HostRecord): string[] {
  const options = [
    'BatchMode=yes',
    'ConnectTimeout=60',
    'IdentitiesOnly=yes',
    'LogLevel=ERROR',
    `UserKnownHostsFile=${knownHostsFile(record)}`,
  ];
  const flags = options.flatMap((option) => ['-o', option]);
  return ['ssh', '-F', 'none', '-i', privateKeyPath, ...flags, `root@${addressOf(record.number)}`, '--'];
}

/** Holds the host's own key, so that its console is no other host's. */
export function knownHostsFile(record: HostRecord): string {
  return path.join(hostDir(record), 'known-hosts');
}
