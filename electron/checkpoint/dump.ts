/** A dump: the container's processes and memory as a set of CRIU images, taken without ending or thawing it. */
import { wholeNumber } from '../hosts/whole-number.ts';
import { type DumpRequest, runDump } from './dump-script.ts';
import { readPauseMs } from './dump-statistics.ts';

export interface Dump {
  /** The size of the images. */
  readonly bytes: number;
  /** The earlier dump has the same pages at the same places of the same files. */
  readonly isAlike: boolean;
}

/**
 * Dumps a paused container and leaves it paused: nothing in it moves before, during or after the dump, unless that is
 * ended midway; then it may have moved for a moment, and the container is good for nothing but to go on.
 * Throws 'dump-refused' with CRIU's first error explained, 'disk-full', 'timed-out', or 'busy' for a run that is over.
 */
export async function dump(request: DumpRequest): Promise<Dump> {
  const stdout = await runDump(request, 'dump');
  return readDump(stdout);
}

export interface PreDump {
  /** The size of the images. */
  readonly bytes: number;
  /** How long CRIU held the container still, or undefined if it does not say. */
  readonly pausedMs: number | undefined;
}

/**
 * Dumps the memory of a running container and has the kernel note from then on which pages change. CRIU stops the
 * container only while it collects pages, not while it writes them. For a host whose facts say `tracksDirtyPages`.
 * Errors: those of `dump`; a container whose pre-dump was refused runs on unharmed.
 */
export async function preDump(request: DumpRequest): Promise<PreDump> {
  const stdout = await runDump(request, 'pre-dump');
  const statistics = /^statistics ([0-9a-f]*)$/m.exec(stdout)?.[1] ?? '';
  return { bytes: sizeIn(stdout), pausedMs: readPauseMs(Buffer.from(statistics, 'hex')) };
}

/** What the script prints of a dump. */
export const readDump = (stdout: string): Dump => ({
  bytes: sizeIn(stdout),
  isAlike: /^alike$/m.test(stdout),
});

const sizeIn = (stdout: string): number => wholeNumber(/^\d+$/m.exec(stdout)?.[0]) ?? 0;
