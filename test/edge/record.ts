/** What is written down about each host, so that any process can find it, use it and clear it away. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { flavourNames } from './flavours.ts';
import { isAlive, type ProcessIdentity, processIdentity } from './process-identity.ts';
import { hostsDir } from './state.ts';

/** `namespaces`: of this machine's kernel. `vm`: a virtual machine, emulated, with Debian's own kernel. */
const machines = ['namespaces', 'vm'] as const;
export type Machine = (typeof machines)[number];

const hostRecord = z.object({
  /** No other host, before or after, has the same. */
  id: z.uuid(),
  /** The host's own name. Hosts of different owners may have the same. */
  name: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/),
  /** The last number of its address; no two hosts share it. */
  number: z.number().int().min(10).max(250),
  flavour: z.enum(flavourNames),
  machine: z.enum(machines).default('namespaces'),
  /** The base's folder name. */
  base: z.string(),
  /** The process it lives for; null for a detached host, which lives until it is taken down. */
  owner: processIdentity.nullable(),
  diskBytes: z.number().int().positive().nullable(),
  /** The cap on its link, both directions, in Mbit/s. */
  rateMbit: z.number().positive().nullable(),
  /** Its control groups on this machine, one for each hierarchy. */
  cgroups: z.array(z.string()),
});
export type HostRecord = z.infer<typeof hostRecord>;

export function hostDir(record: Pick<HostRecord, 'number'>): string {
  return path.join(hostsDir, String(record.number));
}

/** Hosts there are, powered on or not, in the order of their addresses. */
export function readRecords(): HostRecord[] {
  if (!existsSync(hostsDir)) return [];
  return readdirSync(hostsDir)
    .map((name) => readRecord(Number(name)))
    .filter((record) => record !== null)
    .sort((a, b) => a.number - b.number);
}

/** Null if there is no such host, or it is being made or removed at this moment. */
export function readRecord(number: number): HostRecord | null {
  const text = readIfThere(path.join(hostDir({ number }), 'host.json'));
  return text === null ? null : hostRecord.parse(JSON.parse(text));
}

/** Replaces the record in one step. */
export function writeRecord(record: HostRecord): void {
  const dir = hostDir(record);
  mkdirSync(dir, { recursive: true });
  const unfinished = path.join(dir, `.host.json.${process.pid}`);
  writeFileSync(unfinished, `${JSON.stringify(hostRecord.parse(record), null, 2)}\n`);
  renameSync(unfinished, path.join(dir, 'host.json'));
}

/** The host's pid 1 as this machine sees it, for a virtual host its QEMU; or null if the host is powered off. */
export function findInit(record: HostRecord): ProcessIdentity | null {
  const text = readIfThere(path.join(hostDir(record), 'init'));
  if (text === null) return null;
  const [pid, startTicks, bootId] = text.trim().split(' ');
  const init = processIdentity.parse({ pid: Number(pid), startTicks, bootId });
  return isAlive(init) ? init : null;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
