/** How fast a container changes, and how far its hosts are: what an estimate is made from. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pace } from '../../shared/model.ts';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';

const script = readFileSync(new URL('./pace.sh', import.meta.url), 'utf8');

/** Longer tells more, and a plan shall be there in three seconds. */
const watchedSeconds = 1;
const timeoutMs = 20_000;

export type Changes = Omit<Pace, 'roundTripMs'>;

/** Watches a running container for a second. Its processes do not notice. */
export async function watchChanges(session: Session, runtimeRoot: string, id: string): Promise<Changes> {
  const args = [runtimeRoot, id, String(watchedSeconds)];
  const { stdout } = await session.script('pace', script, args, { allowFailure: true, timeoutMs });
  return parseChanges(stdout);
}

/** The output of `pace.sh`. What a host does not tell is undefined. */
export function parseChanges(output: string): Changes {
  const [ms, touched, written] = output.trim().split(' ').map(wholeNumber);
  const perSecond = (bytes: number | undefined): number | undefined =>
    ms === undefined || ms === 0 || bytes === undefined ? undefined : Math.round((bytes / ms) * 1000);
  return {
    memoryBytesTouched: ms === undefined ? undefined : touched,
    fileBytesPerSecond: perSecond(written),
  };
}

const pauseMs = 100;

/**
 * What a command takes on a host however little it does, in milliseconds: the smallest of several over a second, since
 * meanwhile the host is asked for other things.
 */
export async function roundTripMs(session: Session): Promise<number> {
  const end = performance.now() + watchedSeconds * 1000;
  let smallest = Number.POSITIVE_INFINITY;
  while (performance.now() < end) {
    const began = performance.now();
    await session.exec(['true']);
    smallest = Math.min(smallest, performance.now() - began);
    await wait(pauseMs);
  }
  return Math.round(smallest);
}
