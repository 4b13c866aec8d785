/** Which process owns a run, told apart from a later process that was given the same number. */
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot, from field 22 of /proc/<pid>/stat (proc(5)); null where there is none. */
  readonly started: number | null;
}

export function ownProcess(): ProcessIdentity {
  return { pid: process.pid, started: readProcess(process.pid)?.started ?? null };
}

export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.started === b.started;
}

/**
 * False only when the process has certainly ended. Without a start time to compare (not Linux), another process with
 * its number counts as it.
 */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  const now = readProcess(pid);
  if (now === null) return answersSignals(pid);
  if (now.state === 'Z' || now.state === 'X') return false;
  return started === null || now.started === started;
}

function readProcess(pid: number): { state: string; started: number } | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, started: Number(rest[18]) };
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw thrown;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
