/** What lives in a container, seen from its host: taken on the source in the freeze and compared on the target. */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';
import { type InetSocket, parseSockets } from './sockets.ts';

const script = readFileSync(new URL('./vitals.sh', import.meta.url), 'utf8');

const bytesInKibibyte = 1024;

export interface Vitals {
  readonly processes: number;
  /** Those that have been there for a while and will be: a shell has now one child and now none. */
  readonly lastingProcesses: number;
  /** Anonymous and shared memory in use, in bytes: about what a dump will hold. */
  readonly memoryBytes: number;
  readonly sockets: readonly InetSocket[];
}

export async function vitals(
  session: Session,
  runtimeRoot: string,
  id: string,
  pid: number,
): Promise<Vitals> {
  const { stdout } = await session.script('vitals', script, [runtimeRoot, id, String(pid)]);
  return parseVitals(stdout);
}

/** The output of `vitals.sh`. */
export function parseVitals(output: string): Vitals {
  const number = (name: string): number =>
    wholeNumber(new RegExp(`^${name} (.*)$`, 'm').exec(output)?.[1]) ?? 0;
  return {
    processes: number('processes'),
    lastingProcesses: number('lasting'),
    memoryBytes: number('memory') * bytesInKibibyte,
    sockets: parseSockets(output),
  };
}

/** Docker's own name server in a container, which listens on any free port. */
const engineAddress = '127.0.0.11';
/**
 * From here on Linux gives ports away (net.ipv4.ip_local_port_range). A UDP socket there is mostly a question that waits
 * for its answer, to a name server for instance, and gone a moment later; it looks like one that serves.
 */
const firstPassingPort = 32768;

/** What the target's copy lacks, one line each; empty when it lives as the source's did. */
export function whatIsMissing(source: Vitals, target: Vitals): string[] {
  const listening = new Set(target.sockets.filter(isServing).map(portOf));
  const ports = new Set(source.sockets.filter(isServing).map(portOf));
  const silent = [...ports].filter((port) => !listening.has(port));
  return [
    ...(target.processes < source.lastingProcesses
      ? [`${target.processes} of ${source.lastingProcesses} processes live`]
      : []),
    ...silent.map((port) => `nothing listens on ${port} any more`),
  ];
}

function isServing({ protocol, state, local }: InetSocket): boolean {
  if (state !== 'listening' || local.address === engineAddress) return false;
  return protocol === 'tcp' || local.port < firstPassingPort;
}

const portOf = ({ protocol, local }: InetSocket): string => `${protocol}/${local.port}`;
