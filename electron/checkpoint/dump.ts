/** A dump: the container's processes and memory as a set of CRIU images, taken without ending or thawing it. */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import type { Session } from '../hosts/session.ts';
import { explainCriuLog } from './explain.ts';

const script = ['./dump-alike.sh', './dump.sh']
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join('');

export interface DumpRequest {
  readonly session: Session;
  readonly runtimeRoot: string;
  readonly containerId: string;
  /** Folder on the host for the images; what an earlier dump left there is replaced. */
  readonly images: string;
  /** Folder on the host for CRIU's log; made if missing. */
  readonly work: string;
  /** Folder on the host with an earlier dump of the container, to be compared with. */
  readonly earlier?: string | undefined;
}

export interface Dump {
  /** The size of the images. */
  readonly bytes: number;
  /** The earlier dump has the same pages at the same places of the same files. */
  readonly isAlike: boolean;
}

/**
 * Leaves the container as it was: running, or paused if it was paused (then the dump is quickest and nothing in the
 * container moves before, during or after it).
 * Throws 'dump-refused' with CRIU's first error explained.
 */
export async function dump({
  session,
  runtimeRoot,
  containerId,
  images,
  work,
  earlier,
}: DumpRequest): Promise<Dump> {
  const args = [runtimeRoot, containerId, images, work, earlier ?? ''];
  const { stdout, stderr, status } = await session.script('dump', script, args, { allowFailure: true });
  if (status !== 0) {
    const { meaning, remedy } = explainCriuLog(stderr);
    const code = /No space left/.test(stderr) ? 'disk-full' : 'dump-refused';
    throw new ShiplockError(code, `The container could not be dumped on ${session.host.name}. ${meaning}`, {
      remedy,
      details: stderr,
    });
  }
  const lines = stdout.trim().split('\n');
  const isAlike = lines.at(-1) === 'alike';
  return { bytes: Number.parseInt(lines.at(isAlike ? -2 : -1) ?? '', 10) || 0, isAlike };
}
