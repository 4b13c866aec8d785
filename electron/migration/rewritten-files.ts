/**
 * Files that are written anew in every round: whatever a round sends of one is of no use a moment later, so they wait for the freeze,
 * which has to send them in any case. What changes only here and there does not wait: of that, rounds leave the freeze little.
 */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import { thoroughMs } from '../hosts/limits.ts';

const script = readFileSync(new URL('./rewritten-files.sh', import.meta.url), 'utf8');

/** From its place on. */
export interface WaitingFile {
  readonly path: string;
  readonly bytes: number;
}

/** Of each file that was written lately, samples of what is in it; by its folder and path. */
export type Samples = ReadonlyMap<string, Sample>;

interface Sample extends WaitingFile {
  /** The folder that it is in. */
  readonly place: string;
  readonly sums: readonly string[];
}

/** Of files in these folders that were written since that moment of the host's clock, in seconds; the 16 largest of each. */
export async function sampleFiles(
  session: Session,
  places: readonly string[],
  since: number,
  signal: AbortSignal,
): Promise<Samples> {
  const args = [String(since), ...places];
  const { stdout } = await session.script('rewritten-files', script, args, {
    signal,
    timeoutMs: thoroughMs,
  });
  return readSamples(stdout, places);
}

/** What the script prints. Names that are no plain text are left out: rsync could not be told of them. */
export function readSamples(stdout: string, places: readonly string[]): Samples {
  const samples = stdout.split('\0').flatMap((record): [string, Sample][] => {
    const [, number, sums = '', bytes, path = ''] = /^(\d+) ((?:\d+:){5}) (\d+) \.\/(.+)$/.exec(record) ?? [];
    const place = places[Number(number)];
    if (place === undefined || /[\p{Cc}\uFFFD]/u.test(path)) return [];
    return [[`${place}\0${path}`, { place, path, bytes: Number(bytes), sums: sums.split(':').slice(0, -1) }]];
  });
  return new Map(samples);
}

/** By folder, those of which no sample is as it was. */
export function rewrittenSince(before: Samples, now: Samples): Map<string, WaitingFile[]> {
  const rewritten = new Map<string, WaitingFile[]>();
  for (const [key, { place, path, bytes, sums }] of now) {
    const then = before.get(key)?.sums;
    if (then === undefined || sums.some((sum, index) => sum === then[index])) continue;
    rewritten.set(place, [...(rewritten.get(place) ?? []), { path, bytes }]);
  }
  return rewritten;
}

/** For rsync, which takes a backslash for itself where a pattern has other signs than letters. */
export function leftOut(waiting: readonly WaitingFile[]): string[] {
  return waiting.map(({ path }) => {
    const pattern = /[*?[]/.test(path) ? path.replace(/[\\*?[]/g, '\\$&') : path;
    return `--exclude=/${pattern}`;
  });
}
