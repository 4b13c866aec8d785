/**
 * Locks that a restore loses: CRIU sets POSIX locks again and then closes what it opened to map files, and the kernel
 * drops a process's locks on a file with any descriptor of it that is closed. Seen with CRIU 4.2.1 and SQLite's -shm file.
 */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';

const script = readFileSync(new URL('./mapped-locks.sh', import.meta.url), 'utf8');

/** How many files the container's processes have both locked and mapped at this moment. */
export async function countMappedLocks(session: Session, runtimeRoot: string, id: string): Promise<number> {
  const { stdout } = await session.script('mapped-locks', script, [runtimeRoot, id], { allowFailure: true });
  return wholeNumber(stdout.trim()) ?? 0;
}
