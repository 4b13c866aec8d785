/** Shiplock's own folder on a host: `workspace.sh` says where and how. */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';

const workspaceScript = readFileSync(new URL('./workspace.sh', import.meta.url), 'utf8');

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
