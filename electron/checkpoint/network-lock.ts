/** Silences a frozen container on networks where its copy will speak from the same address. */
import { readFileSync } from 'node:fs';
import { quoteCommand } from '../hosts/quote.ts';
import type { Session } from '../hosts/session.ts';

const script = readFileSync(new URL('./network-lock.sh', import.meta.url), 'utf8');

/** A POSIX sh program for the host. `pid`: of the container's first process, there. Safe to repeat. */
export const networkLockProgram = (action: 'lock' | 'unlock', pid: number): string =>
  `(\n${quoteCommand(['set', '--', action, String(pid)])}\n${script})\n`;

/** Does nothing when it is not locked. */
export async function unlockNetwork(session: Session, pid: number): Promise<void> {
  await session.script('network-lock', script, ['unlock', String(pid)]);
}
