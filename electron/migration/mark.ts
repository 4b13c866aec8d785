/** The mark on a container that is being moved or backed up: it keeps everything else off it, also from another laptop. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Session } from '../hosts/session.ts';
import { type Leased, leaseScript } from './lease.ts';

/** Throws 'busy' when another run has marked the container. Safe to repeat. */
export async function markContainer(
  session: Session,
  { containerId, key }: Leased,
  name: string,
): Promise<void> {
  const args = ['mark', containerId, key];
  const { status, stdout, stderr } = await session.script('lease', leaseScript, args, { allowFailure: true });
  const host = session.host.name;
  if (status === 9) throw markedByAnother(host, name, stdout.trim());
  if (status !== 0)
    throw new ShiplockError('command-failed', `${host} has no room in /run.`, { details: stderr });
}

/** Takes mark and lease away: from then on nothing of this run that comes late has an effect. Safe to repeat. */
export async function unmarkContainer(session: Session, { containerId, key }: Leased): Promise<void> {
  await session.script('lease', leaseScript, ['unmark', containerId, key]);
}

/** The key of the run that has marked the container on its host, if any. */
export async function readMark(session: Session, containerId: string): Promise<string | undefined> {
  const { stdout } = await session.script('lease', leaseScript, ['marked', containerId]);
  return stdout.trim() || undefined;
}

/** A key of a backup begins so; a move's holds hexadecimal digits alone. */
export const backupKeyPrefix = 'backup-';

export function markedByAnother(host: string, container: string, key: string): ShiplockError {
  if (key.startsWith(backupKeyPrefix)) {
    return new ShiplockError('busy', `${container} on ${host} is being backed up.`, {
      state: `${host} has it as before; nothing was done to it.`,
      remedy: `Wait for it; if that laptop has died, let it look at the host again: shiplock hosts check ${host}`,
      details: `The backup's mark: ${key}`,
    });
  }
  return new ShiplockError('busy', `${container} on ${host} is being moved by another run.`, {
    state: `${host} has it as before; this run did nothing to it.`,
    remedy: 'Wait for it, or finish it with `shiplock resume` on the laptop that began it.',
    details: `The other run's mark: ${key}`,
  });
}
