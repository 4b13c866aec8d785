/** Shiplock's own folder on a host: `workspace.sh` says where and how. */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import type { Session } from '../hosts/session.ts';

export const workspaceScript = readFileSync(new URL('./workspace.sh', import.meta.url), 'utf8');

/** The folder's path; in memory if `bytes` fit there twice over. */
export async function openWorkspace(session: Session, key: string, bytes: number): Promise<string> {
  const { stdout } = await session.script('workspace', workspaceScript, [
    'open',
    key,
    String(Math.ceil(bytes)),
  ]);
  return stdout.trim();
}

/** How many bytes the folder can take. */
export async function roomIn(session: Session, folder: string): Promise<number> {
  const { stdout } = await session.script('workspace', workspaceScript, ['room', folder]);
  return Number(stdout.trim()) || 0;
}

/** Takes it away with all it holds. Does nothing when it is not there. */
export async function closeWorkspace(session: Session, key: string): Promise<void> {
  await session.script('workspace', workspaceScript, ['close', key]);
}

/** The key of the run that has marked the container on its host, if any. */
export async function readMark(session: Session, containerId: string): Promise<string | undefined> {
  const { stdout } = await session.script('workspace', workspaceScript, ['marked', containerId]);
  return stdout.trim() || undefined;
}

export function markedByAnother(host: string, container: string, key: string): ShiplockError {
  return new ShiplockError('busy', `${container} on ${host} is being moved by another run.`, {
    state: `${host} has it as before; this run did nothing to it.`,
    remedy: 'Wait for it, or finish it with `shiplock resume` on the laptop that began it.',
    details: `The other run's mark: ${key}`,
  });
}
