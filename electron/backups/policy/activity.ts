/** How busy a host is, before anything is fetched from it: its processors, what its programs wait for, its links. */
import { readFileSync } from 'node:fs';
import { Lines, toNumber } from '../../hosts/condition/lines.ts';
import type { Session } from '../../hosts/session.ts';

/** What a host does not tell is undefined. */
export interface Activity {
  /** Of the last minute, a processor. */
  readonly load: number | undefined;
  /** The share of the last ten seconds in which programs waited for each, in percent. */
  readonly stallPercent: ReadonlyMap<string, number>;
  /** Bytes a second over the busiest link, both ways together. */
  readonly traffic: number | undefined;
}

const script = readFileSync(new URL('./activity.sh', import.meta.url), 'utf8');

const watchedSeconds = 2;
const timeoutMs = 30_000;

/** Watches a host for two seconds. Throws what `Session.script` throws. */
export async function watchActivity(session: Session, signal: AbortSignal): Promise<Activity> {
  const { stdout } = await session.script('activity', script, [String(watchedSeconds)], {
    signal,
    timeoutMs,
  });
  return parseActivity(stdout);
}

/** The output of `activity.sh`. Whatever it holds, this gives an answer: what is not understood was not said. */
export function parseActivity(output: string): Activity {
  const lines = new Lines(output);
  const load = lines.number('load');
  const processors = lines.number('processors');
  const stalls = lines.fields('stall').flatMap(([of, share]) => {
    const percent = toNumber(share);
    return of === undefined || percent === undefined ? [] : [[of, percent] as const];
  });
  return {
    load: load === undefined || !processors ? undefined : load / processors,
    stallPercent: new Map(stalls),
    traffic: busiest(lines),
  };
}

/** Not their sum: what goes over a bond or a tunnel is counted by those below it as well. */
function busiest(lines: Lines): number | undefined {
  const ms = lines.number('watched');
  const carried = lines.fields('link').flatMap(([, before, after]) => {
    const bytes = (toNumber(after) ?? Number.NaN) - (toNumber(before) ?? Number.NaN);
    return bytes >= 0 ? [bytes] : [];
  });
  return ms === undefined || ms <= 0 || carried.length === 0 ? undefined : (Math.max(...carried) * 1000) / ms;
}
