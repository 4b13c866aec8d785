/** The kernel's own RAID, from /proc/mdstat. */
import type { Lines } from './lines.ts';

export interface RaidArray {
  /** For instance `md0`. */
  readonly name: string;
  /** Disks that it should have, and those of them that work. */
  readonly wanted: number;
  readonly working: number;
}

const mostArrays = 64;

export function parseRaidArrays(lines: Lines): RaidArray[] {
  const arrays: RaidArray[] = [];
  let name: string | undefined;
  for (const line of lines.all('raid')) {
    name = /^(md[\w-]+) : /.exec(line)?.[1] ?? name;
    const [, wanted, working] = /\[(\d{1,4})\/(\d{1,4})\] \[[U_]+\]/.exec(line) ?? [];
    if (name === undefined || wanted === undefined || arrays.length >= mostArrays) continue;
    arrays.push({ name, wanted: Number(wanted), working: Number(working) });
    name = undefined;
  }
  return arrays;
}
