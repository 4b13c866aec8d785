/**
 * What the processes of a running container hold: sockets, files, devices, namespaces, mounts. Only what is seen, whatever a
 * checkpoint makes of it.
 */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import { printable } from '../../shared/printable.ts';
import type { Session } from '../hosts/session.ts';
import { type CriuSettings, readCriuSettings } from './criu-settings.ts';
import { type OpenThings, readOpenThings } from './inside-files.ts';
import { type MountPoint, readMounts } from './inside-mounts.ts';
import { type NetworkTables, readNetworkTables } from './inside-network.ts';
import { type Process, readProcesses } from './inside-processes.ts';
import { readRecords, textOf } from './inside-records.ts';

const script = readFileSync(new URL('./inside.sh', import.meta.url), 'utf8');
const program = readFileSync(new URL('./inside.pl', import.meta.url), 'utf8');

const timeoutMs = 30_000;

export interface Inside extends OpenThings, NetworkTables {
  /** Also those that were put in from outside. */
  readonly processes: readonly Process[];
  /** POSIX message queues. */
  readonly queues: readonly string[];
  readonly mounts: readonly MountPoint[];
  readonly settings: CriuSettings;
}

/**
 * A container that does not run (`pid` 0) holds nothing. Changes nothing on the host, and nothing waits for it. Throws
 * 'command-failed' if its first process is not to be seen.
 */
export async function lookInside(
  session: Session,
  runtimeRoot: string,
  { id, pid }: { readonly id: string; readonly pid: number },
): Promise<Inside> {
  if (pid === 0) return parseInside('', 0);
  const args = [runtimeRoot, id, String(pid), program];
  const { stdout } = await session.script('inside', script, args, { timeoutMs });
  const inside = parseInside(stdout, pid);
  if (inside.processes.some((process) => process.pid === pid)) return inside;
  throw new ShiplockError(
    'command-failed',
    {
      en: `The processes of the container could not be seen on ${session.host.name}.`,
      zh: `在 ${session.host.name} 上看不到该容器的进程。`,
    },
    {
      remedy: {
        en: 'Check again: it may have ended just now.',
        zh: '请重新检查：它可能刚刚结束。',
      },
    },
  );
}

/** The output of `inside.sh` for a container whose first process has that number on the host. */
export function parseInside(output: string, pid: number): Inside {
  const records = readRecords(output);
  return {
    processes: readProcesses(records, pid),
    ...readOpenThings(records),
    ...readNetworkTables(records),
    queues: readQueues(textOf(records, 'file', 'queues')),
    mounts: readMounts(records),
    settings: readCriuSettings(textOf(records, 'file', 'settings')),
  };
}

const maxQueues = 100;

const readQueues = (text: string): string[] =>
  text
    .split('\n')
    .filter((path) => path !== '')
    .slice(0, maxQueues)
    .map((path) => printable(path.replace(/^.*\//, '')).slice(0, 64));
