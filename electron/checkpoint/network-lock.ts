/** Silences a frozen container on networks where its copy will speak from the same address. */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';

const script = readFileSync(new URL('./network-lock.sh', import.meta.url), 'utf8');

/** `pid`: of the container's first process, on its host. */
export async function lockNetwork(session: Session, pid: number): Promise<void> {
  await session.script('network-lock', script, ['lock', String(pid)]);
}

/** Does nothing when it is not locked. */
export async function unlockNetwork(session: Session, pid: number): Promise<void> {
  await session.script('network-lock', script, ['unlock', String(pid)]);
}
