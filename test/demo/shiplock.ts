/** Shiplock as a user of the demo would call it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { RunReport } from '../../shared/model.ts';
import { succeed } from '../edge/command.ts';
import type { EdgeHost } from '../edge/host.ts';
import { home } from './hosts.ts';

const project = path.resolve(import.meta.dirname, '../..');

/** The command line, to be typed in the project's folder. */
export const shiplock = `build/shiplock.js --home ${home}`;

export async function addHost(host: EdgeHost): Promise<void> {
  const login = ['--address', host.address, '--user', 'root', '--key', host.privateKeyPath];
  await ask('hosts', 'add', host.name, ...login, '--accept-host-key', host.hostKeyFingerprint);
}

/** Moves the gauge from river to dam before the user's eyes. Throws if it does not end there. */
export async function migrate(): Promise<void> {
  const words = `${shiplock} migrate gauge --from river --to dam`;
  console.log(`   $ ${words}`);
  const [program = '', ...args] = words.split(' ');
  const child = spawn(process.execPath, [path.join(project, program), ...args], { stdio: 'inherit' });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error('the move did not succeed: see above. The hosts stay up.');
}

/** The report of the one run there is. */
export async function lastReport(): Promise<RunReport> {
  const [run] = JSON.parse(await ask('runs')) as { run: string }[];
  if (run === undefined) throw new Error('the journal knows no run');
  return JSON.parse(await ask('show', run.run)) as RunReport;
}

async function ask(...words: readonly string[]): Promise<string> {
  const program = path.join(project, 'build/shiplock.js');
  return succeed([process.execPath, program, '--home', home, '--json', ...words], { timeoutMs: 60_000 });
}
