/** How a host fares: signs that it fails, or may soon, as its kernel and its disks tell of them. Asked in one go. */
import { readFileSync } from 'node:fs';
import type { Session } from '../session.ts';
import { type Disk, parseDisks } from './disks.ts';
import { type FileSystem, parseFileSystems } from './file-systems.ts';
import { type Heat, parseHeat } from './heat.ts';
import { type KernelMessage, parseKernelMessages } from './kernel-messages.ts';
import { Lines } from './lines.ts';
import { type Outage, parseOutages } from './outages.ts';
import { type RaidArray, parseRaidArrays } from './raid.ts';

export interface Condition {
  readonly upSeconds: number | undefined;
  readonly fileSystems: readonly FileSystem[];
  /** The one that holds the engine's folder. */
  readonly engineFileSystem: FileSystem | undefined;
  /** Those that file systems lie on, partitions and volumes included. */
  readonly disks: readonly Disk[];
  readonly raidArrays: readonly RaidArray[];
  /** Counted since the boot by the memory controllers; undefined where none count. */
  readonly memoryErrors: { readonly corrected: number; readonly uncorrected: number } | undefined;
  readonly heat: Heat;
  /** Since the boot, oldest first; of disks, only those that this host's file systems lie on. */
  readonly messages: readonly KernelMessage[];
  readonly outages: readonly Outage[];
  /** Names of the last words that crashed kernels left behind. */
  readonly crashes: readonly string[];
}

const script = readFileSync(new URL('./condition.sh', import.meta.url), 'utf8');
/** The script keeps to a few seconds; a host that is busy beyond measure takes longer. */
const timeoutMs = 20_000;
const mostBytes = 1024 * 1024;

/** Throws what `Session.script` throws. */
export async function readCondition(session: Session, engineRoot: string): Promise<Condition> {
  const { stdout } = await session.script('condition', script, [engineRoot], {
    timeoutMs,
    maxStdoutBytes: mostBytes,
  });
  return parseCondition(stdout);
}

/** The output of `condition.sh`. Whatever it holds, this gives an answer: what is not understood was not said. */
export function parseCondition(output: string): Condition {
  const lines = new Lines(output);
  const upSeconds = lines.number('uptime');
  const fileSystems = parseFileSystems(lines);
  const disks = parseDisks(lines);
  const [corrected, uncorrected] = lines.numbers('edac');
  return {
    upSeconds,
    fileSystems,
    engineFileSystem: holding(fileSystems, lines.first('engine-root') ?? '/'),
    disks,
    raidArrays: parseRaidArrays(lines),
    memoryErrors:
      corrected === undefined || uncorrected === undefined ? undefined : { corrected, uncorrected },
    heat: parseHeat(lines),
    messages: parseKernelMessages(lines, disks, upSeconds),
    outages: parseOutages(lines),
    crashes: lines.all('crash'),
  };
}

/** Of a host that says nothing of itself. */
export const nothingKnown: Condition = parseCondition('');

/** What is mounted later lies above what was mounted there before. */
function holding(fileSystems: readonly FileSystem[], path: string): FileSystem | undefined {
  let found: FileSystem | undefined;
  for (const each of fileSystems) {
    const isAbove = each.place === '/' || path === each.place || path.startsWith(`${each.place}/`);
    if (isAbove && each.place.length >= (found?.place.length ?? 0)) found = each;
  }
  return found;
}
