/**
 * What a move is likely to cost: freeze, time and bytes, each with a range. Made from what the plan has measured, by a
 * simple picture of a move; what that leaves out, earlier runs correct (`experience.ts`).
 */
import type { BytesByCargo, Figures, Forecast, Pace, Range } from '../../shared/model.ts';
import { memoryRoundPays, preDumpPays } from './estimate.ts';
import type { Experience } from './experience.ts';
import type { PlannedFromStore } from './planned-from-store.ts';

export interface ForecastFacts {
  /** What would be sent if nothing changed meanwhile, uncompressed. */
  readonly bytes: BytesByCargo;
  readonly pace: Pace;
  readonly tracksDirtyPages: boolean;
  readonly maxRounds: number;
  readonly bytesPerSecond: number;
  /** What this laptop has of it: the source sends only what differs. */
  readonly planned?: PlannedFromStore | undefined;
}

/**
 * Fitted to the bench: containers of 64, 256 and 1024 MB over 1 Gbit/s on two-core machines with CRIU 4.2 froze for 0.61,
 * 0.94 and 2.2 s, hardly any of it for sending.
 */
const freezeBaseSeconds = 0.5;
const freezeBytesPerSecond = 600e6;
/** Commands that follow each other in the freeze: pause, dump, the last deltas, the promise, start, check. */
const freezeCommands = 6;
/** Preparing both hosts, checking, tidying up. */
const besideSeconds = 3;
const commandsInAll = 60;
/** What compression leaves: of compressed data all, of text and zeros a third. */
const compressed: Range = { low: 0.35, likely: 0.7, high: 1.02 };
/** Memory that was touched was at least read. */
const rewritten: Range = { low: 0.1, likely: 0.6, high: 1 };
/** Where the kernel does not tell what was touched. */
const assumedTouched = 0.1;

export function forecast(route: Forecast['route'], facts: ForecastFacts, experience: Experience): Forecast {
  const low = figuresOf(facts, 'low');
  const likely = figuresOf(facts, 'likely');
  const high = figuresOf(facts, 'high');
  const learned = (figure: keyof Figures): Range => {
    const { low: least, likely: usual, high: most } = experience.ratios[figure];
    return {
      low: Math.round(Math.min(low[figure], likely[figure]) * least),
      likely: Math.round(likely[figure] * usual),
      high: Math.round(Math.max(high[figure], likely[figure]) * most),
    };
  };
  return {
    route,
    bytesPerSecond: Math.round(facts.bytesPerSecond),
    freezeMs: learned('freezeMs'),
    totalMs: learned('totalMs'),
    bytes: learned('bytes'),
    unlearned: likely,
  };
}

function figuresOf(facts: ForecastFacts, end: keyof Range): Figures {
  const { bytes, pace, maxRounds, bytesPerSecond, tracksDirtyPages } = facts;
  const share = compressed[end];
  const { saved = nothingSaved, fromStore } = facts.planned ?? {};
  const memory = (bytes.memory - saved.memory + sinceThen(facts, end).memory) * share;
  const ownFiles = bytes.image - saved.image + bytes.rwLayer + bytes.volumes - saved.files;
  const files = (ownFiles + sinceThen(facts, end).files) * share;
  const pays = tracksDirtyPages ? preDumpPays : memoryRoundPays;
  const hasRound = maxRounds > 0 && pays(bytes.memory, bytesPerSecond);
  const roundSeconds = hasRound ? memory / bytesPerSecond : 0;
  const lastMemory = hasRound ? Math.min(memory, changedMemory(facts, end, roundSeconds) * share) : memory;
  // Files have their last round before the memory's.
  const lastFiles = (pace.fileBytesPerSecond ?? 0) * (roundSeconds + 1) * share;
  const roundTrip = pace.roundTripMs / 1000;
  const freeze =
    freezeBaseSeconds +
    bytes.memory / freezeBytesPerSecond +
    roundTrip * freezeCommands +
    (lastMemory + lastFiles) / bytesPerSecond;
  const before = files + (hasRound ? memory : 0);
  // The laptop lays what it has before the source begins.
  const laying = fromStore === undefined ? 0 : (fromStore.image + fromStore.files + fromStore.memory) * share;
  return {
    freezeMs: Math.round(freeze * 1000),
    totalMs: Math.round(
      (besideSeconds + roundTrip * commandsInAll + (laying + before) / bytesPerSecond + freeze) * 1000,
    ),
    bytes: Math.round(before + lastMemory + lastFiles),
  };
}

const nothingSaved = { image: 0, files: 0, memory: 0 };
/** Both hosts tell each other checksums of what they compare. */
const compared = 0.005;

/**
 * What differs from a restore point. At best nothing does: what was touched was only read. At worst all of it does. In between, a
 * program that changes the same pages again and again changes more of them the longer it goes on, but ever fewer new ones.
 */
function sinceThen({ planned, pace }: ForecastFacts, end: keyof Range): { files: number; memory: number } {
  if (planned === undefined) return { files: 0, memory: 0 };
  const { saved, ageSeconds } = planned;
  if (end === 'high') return { files: saved.files, memory: saved.memory };
  const seconds = end === 'low' ? 0 : Math.sqrt(Math.max(1, ageSeconds));
  const touched = (pace.memoryBytesTouched ?? saved.memory * assumedTouched) * rewritten[end];
  const written = pace.fileBytesPerSecond ?? 0;
  return {
    files: Math.min(saved.files, written * seconds + saved.files * compared),
    memory: Math.min(saved.memory, touched * seconds + saved.memory * compared),
  };
}

/** At best the same pages change again and again; at worst ever new ones, for as long as the round was sent. */
function changedMemory({ bytes, pace }: ForecastFacts, end: keyof Range, seconds: number): number {
  const touched = pace.memoryBytesTouched ?? bytes.memory * assumedTouched;
  const spread = end === 'high' ? Math.max(1, seconds) : 1;
  return Math.min(bytes.memory, touched * rewritten[end] * spread);
}
