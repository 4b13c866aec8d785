/** Which process, beyond doubt: a pid alone may have been given to another process since. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const processIdentity = z.object({
  pid: z.number().int().positive(),
  /** When it started, in clock ticks since boot, as /proc/PID/stat has it. */
  startTicks: z.string(),
  bootId: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentity>;

/** The identity of a living process, or null if there is none (a zombie is none). */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = fields[18];
  if (startTicks === undefined || state === 'Z' || state === 'X') return null;
  return { pid, startTicks, bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() };
}

/** True if exactly that process is alive. */
export function isAlive(process: ProcessIdentity): boolean {
  const now = identifyProcess(process.pid);
  return now !== null && now.startTicks === process.startTicks && now.bootId === process.bootId;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}
