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
  if (status === 0) return;
  const text = { en: `${host} has no room in /run.`, zh: `${host} 的 /run 没有空间。` };
  throw new ShiplockError('command-failed', text, { details: stderr });
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
    const text = {
      en: `${container} on ${host} is being backed up.`,
      zh: `正在为 ${host} 上的 ${container} 创建还原点。`,
    };
    return new ShiplockError('busy', text, {
      state: {
        en: `${host} has it as before; nothing was done to it.`,
        zh: `它在 ${host} 上一切照旧，未受任何影响。`,
      },
      remedy: {
        en: `Wait for it; if that laptop has died, let it look at the host again: shiplock hosts check ${host}`,
        zh: `请等待其完成；如果那台笔记本电脑已中断，请用它再检查一次该主机：shiplock hosts check ${host}`,
      },
      details: `The backup's mark: ${key}`,
    });
  }
  const text = {
    en: `${container} on ${host} is being moved by another run.`,
    zh: `另一个任务正在迁移 ${host} 上的 ${container}。`,
  };
  return new ShiplockError('busy', text, {
    state: {
      en: `${host} has it as before; this run did nothing to it.`,
      zh: `它在 ${host} 上一切照旧，本任务未对它做任何操作。`,
    },
    remedy: {
      en: 'Wait for it, or finish it with `shiplock resume` on the laptop that began it.',
      zh: '请等待其完成，或在发起它的笔记本电脑上用 `shiplock resume` 继续完成。',
    },
    details: `The other run's mark: ${key}`,
  });
}
