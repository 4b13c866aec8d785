/** `dump.sh`, run on the container's host. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { ExecResult, Session } from '../hosts/session.ts';
import { dumpFailure } from './dump-failure.ts';

/** Dumps a container; `dump.sh` says what its arguments are. */
export const dumpScript = ['./dump-alike.sh', './dump.sh']
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join('');

/** What the script waits for before a dump, and takes after it to compare. */
const beyondLimitMs = 180_000;

export interface DumpRequest {
  readonly session: Session;
  readonly runtimeRoot: string;
  readonly containerId: string;
  /**
   * Of the run that has marked the container. A dump that arrives when that run is over, held up by a link that was cut, does
   * nothing.
   */
  readonly key: string;
  /** Folder on the host for the images, in the run's workspace; what an earlier dump left there is replaced. */
  readonly images: string;
  /** Folder on the host for CRIU's log; made if missing. */
  readonly work: string;
  /**
   * The folder of the pre-dump before, beside `images`: then this one holds only the pages that changed since, and is
   * of use only together with that one. It must be the latest that was begun on this container, also of those that
   * failed: each makes the kernel forget what had changed until then.
   */
  readonly parent?: string | undefined;
  /** A dump that takes longer is ended, by the host itself. */
  readonly limitSeconds: number;
  /** Folder on the host with an earlier whole dump of the container, to be compared with. */
  readonly earlier?: string | undefined;
}

type Kind = 'dump' | 'round' | 'pre-dump';

/** Gives what it printed. Throws what `dumpFailure` makes of a status other than 0. */
export async function runDump(
  request: DumpRequest,
  kind: Kind,
  keep: readonly string[] = [],
): Promise<string> {
  const { stdout, stderr, status } = await startDump(request, kind, keep);
  if (status === 0) return stdout;
  throw dumpFailure(request.session.host.name, status, stderr, request.limitSeconds);
}

/** Gives it as it ended. */
export function startDump(
  { session, runtimeRoot, containerId, key, images, work, parent, earlier = '', limitSeconds }: DumpRequest,
  kind: Kind,
  keep: readonly string[],
): Promise<ExecResult> {
  const before = parent === undefined ? '' : posix.basename(parent);
  const seconds = Math.ceil(limitSeconds);
  const args = [runtimeRoot, containerId, images, work, kind, before, earlier, String(seconds), key, ...keep];
  return session.script('dump', dumpScript, args, {
    allowFailure: true,
    // The script keeps to its limit itself, with that of a dump before it. It alone can let the container go on.
    timeoutMs: seconds * 2000 + beyondLimitMs,
    endsWithLink: false,
  });
}
