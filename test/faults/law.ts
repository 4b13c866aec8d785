/**
 * The law of a move, held against what a witness heard, what the hosts hold and what Shiplock said. Pure: evidence in,
 * breaches out.
 *
 * - At no moment do two copies run.
 * - The counter never repeats or goes back, except to a point that Shiplock announced by taking the move back.
 * - What the gauge had written is on the host that runs it, whole and in order.
 * - In the end one copy runs, where Shiplock says; or the box that held it died, and Shiplock says that and what to do.
 * - Nothing of Shiplock's is left on the hosts.
 */
import type { RunReport } from '../../shared/model.ts';
import { parseReadings } from '../edge/readings.ts';
import { inEnglish } from '../english.ts';
import { type Copy, type Facts, kinds } from './facts.ts';
import type { End } from './inject.ts';
import type { Heard } from './witness.ts';

export type Breach = { readonly kind: 'doubled' | 'lost' | 'count' | 'bytes' | 'said' | 'left' } & {
  readonly text: string;
  /** How much is lost, of what the gauge had written. */
  readonly bytes?: number;
};

/** A move that was taken back, also in part: its counts may begin again where the freeze was. */
const isAnnouncedBack = (report: RunReport | null): boolean =>
  report?.outcome === 'rolled-back' || report?.outcome === 'attention';

/** `ended`: the host whose containers the fault ended: one that starts again there is a new one. */
export function judgeHeard(
  heard: readonly Heard[],
  report: RunReport | null,
  ended: End | undefined,
): Breach[] {
  return [
    ...judgePlaces(
      stretches(heard, ({ from }) => from),
      isAnnouncedBack(report),
    ),
    ...judgeIdentities(heard, ended),
    ...judgeCounts(heard, isAnnouncedBack(report)),
  ];
}

/** Source; source then target; and, if it was taken back, source again. All else is two at once. */
function judgePlaces(places: readonly Heard[][], mayGoBack: boolean): Breach[] {
  const order = places.map(([first]) => first?.from);
  const allowed = [['source'], ['source', 'target'], ...(mayGoBack ? [['source', 'target', 'source']] : [])];
  if (order.length === 0 || allowed.some((each) => each.join() === order.join())) return [];
  const first = places.slice(0, 6).map((place) => `${place.length} from ${place[0]?.from}`);
  const where = [...first, ...(places.length > first.length ? ['…'] : [])].join(', ');
  return [{ kind: 'doubled', text: `the witness heard readings in ${places.length} turns: ${where}` }];
}

function judgeIdentities(heard: readonly Heard[], ended: End | undefined): Breach[] {
  const lives = stretches(heard, ({ identity }) => identity);
  if (new Set(lives.map(([first]) => first?.identity)).size < lives.length)
    return [{ kind: 'doubled', text: 'the witness heard the program and a new start of it in turns' }];
  return lives
    .slice(1)
    .filter(([first]) => first?.from !== ended)
    .map(([first]) => ({
      kind: 'lost',
      text: `the program was started anew on ${first?.from}: its memory is lost`,
    }));
}

function judgeCounts(heard: readonly Heard[], mayGoBack: boolean): Breach[] {
  const breaches: Breach[] = [];
  const latest = new Map<string, Heard>();
  for (const one of heard) {
    const key = mayGoBack ? `${one.identity} ${one.from}` : one.identity;
    const before = latest.get(key);
    if (before !== undefined && one.count <= before.count) {
      const text = `the count goes from ${before.count} on ${before.from} to ${one.count} on ${one.from}`;
      breaches.push({ kind: 'count', text });
    }
    latest.set(key, one);
  }
  return breaches.slice(0, 3);
}

/**
 * `text`: the readings on the host that has the gauge now. Everything heard before a program ended must be there, but
 * for what the target's copy wrote before a move was taken back.
 */
export function judgeReadings(
  text: string,
  heard: readonly Heard[],
  report: RunReport | null,
  holder: End,
): Breach[] {
  const segments: number[] = [];
  try {
    for (const { count } of parseReadings(text)) {
      if (count === 1) segments.push(0);
      const before = segments.pop();
      if (before === undefined) return [missing(count - 1, 'the readings do not begin at 1')];
      if (count !== before + 1)
        return [missing(Math.abs(count - before - 1), `after ${before} comes ${count}`)];
      segments.push(count);
    }
  } catch (error) {
    return [{ kind: 'bytes', text: String(error), bytes: bytesPerReading }];
  }
  const lives = stretches(heard, ({ identity }) => identity);
  if (segments.length < lives.length) {
    return [
      missing(
        heard.length,
        `${lives.length} programs were heard, and ${segments.length} are in the readings`,
      ),
    ];
  }
  const offset = segments.length - lives.length;
  return lives.flatMap((life, index) => {
    const committed = isAnnouncedBack(report) ? life.filter(({ from }) => from === holder) : life;
    const most = Math.max(0, ...committed.map(({ count }) => count));
    const written = segments[index + offset] ?? 0;
    return written >= most ? [] : [missing(most - written, `heard up to ${most}, and ${written} are there`)];
  });
}

const bytesPerReading = 45;

function missing(readings: number, text: string): Breach {
  return { kind: 'bytes', text: `readings on the disk: ${text}`, bytes: readings * bytesPerReading };
}

/** Where copies run and where they are said to. `died`: none runs, the box that held it died, and Shiplock says so. */
export function judgeEnd(
  report: RunReport | null,
  copies: Readonly<Record<End, readonly Copy[]>>,
  ended: End | undefined,
): { readonly breaches: Breach[]; readonly holder: End; readonly died: boolean } {
  const ends = ['source', 'target'] as const;
  const running = ends.filter((end) => copies[end].some(({ state }) => state === 'running'));
  const breaches: Breach[] = ends
    .filter((end) => copies[end].some(({ state }) => state === 'paused'))
    .map((end) => ({ kind: 'left', text: `a paused copy is left on ${end}` }));
  const told = report === null ? 'source' : report.runningOn;
  const text =
    report?.error === undefined
      ? ''
      : ` (${inEnglish(report.error.message)} ${inEnglish(report.error.state)})`;
  const [holder = report?.outcome === 'committed' ? 'target' : 'source'] = running;
  if (running.length > 1) breaches.push({ kind: 'doubled', text: 'a copy runs on each host' });
  const died = running.length === 0;
  if (died) {
    const isSaid = report?.error?.code === 'attention' && told === null && (report.error.remedy ?? '') !== '';
    if (ended === undefined) breaches.push({ kind: 'lost', text: `no copy runs, and no box died${text}` });
    else if (!isSaid)
      breaches.push({ kind: 'lost', text: `no copy runs, and Shiplock does not say so${text}` });
  } else if (told !== holder) {
    breaches.push({ kind: 'said', text: `it runs on ${holder}, and Shiplock says ${told}${text}` });
  }
  if (report?.outcome === null) breaches.push({ kind: 'said', text: 'the run has not ended' });
  if (report?.outcome === 'attention')
    breaches.push({ kind: 'said', text: `resume, twice, did not end the run${text}` });
  return { breaches, holder, died };
}

/**
 * Whatever is on a host now and was not before, or the other way round, but for the container that has moved, with its
 * volume, its image and its runtime. `moved`: its restart policy, which goes with it; undefined when it has not moved.
 */
export function judgeLeftovers(end: End, before: Facts, now: Facts, moved: string | undefined): Breach[] {
  return kinds.flatMap((kind) => {
    const arrived = (line: string): boolean =>
      moved !== undefined && end === 'target' && arrives(kind, line, moved);
    const departed = (line: string): boolean =>
      moved !== undefined && end === 'source' && isOfGauge(kind, line);
    const expected = before[kind].filter((line) => !departed(line));
    const left = now[kind].filter((line) => !expected.includes(line) && !arrived(line));
    const gone = expected.filter(
      (line) => !now[kind].includes(line) && !(arrived(line) && kind === 'runtime'),
    );
    return [
      ...left.map((line): Breach => ({ kind: 'left', text: `left on ${end}: ${kind} ${line}` })),
      ...gone.map((line): Breach => ({ kind: 'left', text: `gone from ${end}: ${kind} ${line}` })),
    ];
  });
}

const isOfGauge = (kind: keyof Facts, line: string): boolean =>
  (kind === 'containers' && line.includes(' /gauge ')) || (kind === 'volumes' && line === 'gauge-data');

const arrives = (kind: keyof Facts, line: string, restart: string): boolean =>
  kind === 'images' ||
  kind === 'runtime' ||
  (kind === 'containers' ? line.endsWith(` /gauge ${restart}`) : isOfGauge(kind, line));

/** Runs of neighbours that are alike. */
function stretches(heard: readonly Heard[], of: (one: Heard) => string): Heard[][] {
  const all: Heard[][] = [];
  for (const one of heard) {
    const current = all.at(-1);
    if (current?.[0] !== undefined && of(current[0]) === of(one)) current.push(one);
    else all.push([one]);
  }
  return all;
}
