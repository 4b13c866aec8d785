/** A dump: the container's processes and memory as a set of CRIU images, taken without ending or thawing it. */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import type { Session } from '../hosts/session.ts';
import { explainCriuLog } from './explain.ts';

const script = readFileSync(new URL('./dump.sh', import.meta.url), 'utf8');

export interface DumpRequest {
  readonly session: Session;
  readonly runtimeRoot: string;
  readonly containerId: string;
  /** Folder on the host for the images; what an earlier dump left there is replaced. */
  readonly images: string;
  /** Folder on the host for CRIU's log; made if missing. */
  readonly work: string;
}

/**
 * Leaves the container as it was: running, or paused if it was paused (then the dump is quickest and nothing in the
 * container moves before, during or after it). Resolves to the size of the images in bytes.
 * Throws 'dump-refused' with CRIU's first error explained.
 */
export async function dump({
  session,
  runtimeRoot,
  containerId,
  images,
  work,
}: DumpRequest): Promise<number> {
  const args = [runtimeRoot, containerId, images, work];
  const { stdout, stderr, status } = await session.script('dump', script, args, { allowFailure: true });
  if (status !== 0) {
    const { meaning, remedy } = explainCriuLog(stderr);
    const code = /No space left/.test(stderr) ? 'disk-full' : 'dump-refused';
    throw new ShiplockError(code, `The container could not be dumped on ${session.host.name}. ${meaning}`, {
      remedy,
      details: stderr,
    });
  }
  return Number.parseInt(stdout.trim().split('\n').at(-1) ?? '', 10) || 0;
}
