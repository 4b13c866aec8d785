/** The moment that a restore point is of: one short pause, in which memory and files are kept on the host itself. */
import { setTimeout as wait } from 'node:timers/promises';
import { ShiplockError } from '../../../shared/errors.ts';
import { filesRound } from '../../checkpoint/dump-round.ts';
import type { Dump } from '../../checkpoint/dump.ts';
import type { Session } from '../../hosts/session.ts';
import { settleFiles } from '../../migration/comparable-copies.ts';
import { roomIn } from '../../migration/workspace.ts';
import { largeBytes } from './large-files.ts';
import type { HostPlace } from './places.ts';
import type { RestlessFiles } from './restless.ts';

export interface PauseRequest {
  readonly session: Session;
  readonly runtimeRoot: string;
  readonly containerId: string;
  readonly container: string;
  /** The take's mark on the container. */
  readonly key: string;
  /** The take's folder on the host. */
  readonly workspace: string;
  readonly places: readonly HostPlace[];
  /** A folder on the host for clones of large files. */
  readonly clones: string;
  /** The container is not dumped for longer. */
  readonly limitSeconds: number;
  readonly signal: AbortSignal;
}

export interface Pause {
  /** By the laptop's clock. */
  readonly at: string;
  readonly pausedMs: number;
  /** Folder on the host with what was kept. */
  readonly folder: string;
  /** The images, or why CRIU refused to make them. */
  readonly dump: Dump | ShiplockError;
  /** How long the host took to copy the files. */
  readonly keptMs: number;
}

/**
 * A container's users do not notice a pause of the first length; the files of a round are kept in less. A box that is too slow for
 * that, a failing one perhaps, had better have a restore point after a longer one than none.
 */
const keepPatienceMs = [1000, 2000, 4000] as const;
/** By then a change does not count as one that may have come after it was looked at. */
const settledMs = 2500;

/**
 * `copy` brings a copy of the places up to date, of changes since that time of the host's clock, but for what is `restless`; the
 * pause then completes it.
 * It is repeated, with less to do and more patience each time, while what changed meanwhile takes too long to be kept in a pause. The
 * container goes on after each pause, whatever becomes of the link or of this process. Throws 'incomplete' when it changes
 * its files too fast, and what `filesRound` throws.
 */
export async function pauseWithCopy(
  request: PauseRequest,
  copy: (since: number) => Promise<void>,
  restless: RestlessFiles,
): Promise<Pause> {
  const { session, runtimeRoot, containerId, key, workspace, places, clones, limitSeconds, signal } = request;
  const folder = `${workspace}/images`;
  for (const [attempt, patienceMs] of keepPatienceMs.entries()) {
    // What changed just before a round counts as changed in it: by the next one that is over.
    if (attempt > 0) await wait(settledMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    const since = await settleFiles(
      session,
      places.map(({ path }) => path),
      signal,
    );
    await copy(since);
    signal.throwIfAborted();
    const dump = {
      session,
      runtimeRoot,
      containerId,
      key,
      images: folder,
      work: `${workspace}/log`,
      limitSeconds,
    };
    const at = new Date().toISOString();
    const { pausedMs, keptMs, ...taken } = await filesRound(dump, {
      // Where stamps do not tell, everything has to be taken for changed.
      since: places.every(({ stampsTellChanges }) => stampsTellChanges) ? since : 2,
      places: places.map(({ path, destination }) => {
        const also = restless.waitingIn(destination);
        // Of an earlier attempt some may be noted on the host.
        return { path, prefix: '', also: attempt === 0 && also.length === 0 ? undefined : also };
      }),
      mostBytes: Math.floor((await roomIn(session, workspace)) / 2),
      patienceMs,
      large: { overBytes: largeBytes, clones },
    });
    if (keptMs !== undefined) return { at, pausedMs, keptMs, folder, dump: taken.dump };
    restless.giveUp();
  }
  throw tooFast(request);
}

const tooFast = ({ session, container }: PauseRequest): ShiplockError =>
  new ShiplockError(
    'incomplete',
    {
      en: `${container} changes its files too fast to keep them in a short pause.`,
      zh: `${container} 的文件变化太快，无法在短暂的暂停内保存。`,
    },
    {
      state: {
        en: `No restore point was made; ${container} runs on ${session.host.name} as before.`,
        zh: `没有创建还原点；${container} 照常在 ${session.host.name} 上运行。`,
      },
      remedy: { en: 'Try again when it writes less.', zh: '请在它写入较少时重试。' },
    },
  );
