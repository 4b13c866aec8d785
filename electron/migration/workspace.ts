/** Shiplock's own folder on a host: `workspace.sh` says where and how. */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import { thoroughMs } from '../hosts/limits.ts';
import { checkpointShare } from '../preflight/checks/space.ts';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';

export const workspaceScript = readFileSync(new URL('./workspace.sh', import.meta.url), 'utf8');

/** CRIU's other images beside the memory: processes, files, sockets, tmpfs contents. */
const beyondMemoryBytes = 64 * 1024 * 1024;

/** What the checkpoint of a container with so much memory may come to. */
export const workspaceBytes = (memoryBytes: number, isInRounds: boolean): number =>
  Math.ceil(memoryBytes * checkpointShare(isInRounds) + beyondMemoryBytes);

/** The folder's path; in memory if `bytes` fit there twice over. */
export async function openWorkspace(session: Session, key: string, bytes: number): Promise<string> {
  const { stdout } = await session.script('workspace', workspaceScript, ['open', key, String(bytes)]);
  const folder = stdout.trim();
  if (placesOf(key).includes(folder)) return folder;
  const { name } = session.host;
  const text = { en: `${name} did not make a folder for the run.`, zh: `${name} 没有为该任务创建目录。` };
  throw new ShiplockError('command-failed', text, { details: folder.slice(0, 1000) });
}

/** Commands are given the folder as a path, so that a host does not get to name another. */
const placesOf = (key: string): string[] => [`/run/shiplock/${key}`, `/var/lib/shiplock/${key}`];

/** A folder for an image's archive, on the disk and beside the workspace; `closeWorkspace` takes it away as well. */
export const stageOf = (key: string): string => `/var/lib/shiplock/${key}.image`;

/** How many bytes the folder can take. */
export async function roomIn(session: Session, folder: string): Promise<number> {
  const { stdout } = await session.script('workspace', workspaceScript, ['room', folder]);
  return wholeNumber(stdout.trim()) ?? 0;
}

/** Takes it away with all it holds. Does nothing when it is not there. */
export async function closeWorkspace(session: Session, key: string): Promise<void> {
  await session.script('workspace', workspaceScript, ['close', key], { timeoutMs: thoroughMs });
}
