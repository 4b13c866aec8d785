/**
 * Files that change all the time: copied while the container runs they would be fetched once more for the pause, so they wait for
 * it. Which ones is learned from the takes before; what it may cost the pause is bounded by what the host was seen to copy.
 */
import type { Restless } from '../restore-point.ts';

/** Smaller ones are not worth knowing by name. */
const smallestBytes = 64 * 1024;
/** So many are known by name: those that were largest. */
const mostFiles = 64;
/** Among so many, the largest that have changed, they are looked for. */
const mostSeen = 1024;
/** By which the pause may become longer, should none of them have changed. */
const mostPausedMs = 250;
/** What a second of pause is worth in seconds of the link, of which nobody notices anything. */
const worthOfPause = 20;
/** Rates are not measured by less. */
const fewestBytes = 1024 * 1024;
/** How much the last take counts of how often a file has changed; what no take has seen for long is forgotten. */
const lastCounts = 0.5;
const leastAgain = 0.05;

interface Seen {
  readonly destination: string;
  readonly path: string;
  readonly bytes: number;
  readonly waits: boolean;
  changedAgain: boolean;
  /** Undefined: it was not kept at the pause. */
  isCloned?: boolean;
}

/** What one take goes by and learns. Paths are from the place on. */
export class RestlessFiles {
  readonly #known: Restless;
  readonly #likely: ReadonlySet<string>;
  readonly #cloned: ReadonlySet<string>;
  readonly #seen = new Map<string, Seen>();
  #bytesLeft: number;
  #copied = { bytes: 0, ms: 0 };
  #fetched = { bytes: 0, ms: 0 };

  /** `known`: what the take before has learned. Without it nothing waits. */
  constructor(known: Restless = { files: [] }) {
    this.#known = known;
    const least = leastChance(known);
    const cloned = known.files.filter(({ isCloned }) => isCloned);
    this.#cloned = new Set(cloned.map(keyOf));
    this.#likely = new Set([...cloned, ...known.files.filter(({ again }) => again > least)].map(keyOf));
    this.#bytesLeft = ((known.copiedPerSecond ?? 0) * mostPausedMs) / 1000;
  }

  /**
   * Whether a file that changed since the restore point before is to wait for the pause, which then has to keep it in any case.
   * The answer for a file stays the same. Only for one that has no other name: all names of a file go the same way.
   */
  waits(destination: string, path: Buffer, bytes: number): boolean {
    if (bytes < smallestBytes) return false;
    const id = { destination, path: path.toString('latin1') };
    const before = this.#seen.get(keyOf(id));
    if (before !== undefined) return before.waits;
    const toCopy = this.#cloned.has(keyOf(id)) ? 0 : bytes;
    const waits = this.#likely.has(keyOf(id)) && toCopy <= this.#bytesLeft;
    if (waits) this.#bytesLeft -= toCopy;
    this.#seen.set(keyOf(id), { ...id, bytes, waits, changedAgain: false });
    if (this.#seen.size > 2 * mostSeen) this.#forgetSmall();
    return waits;
  }

  /** Of a place, what waits. */
  waitingIn(place: string): Buffer[] {
    return [...this.#seen.values()]
      .filter(({ destination, waits }) => waits && destination === place)
      .map(({ path }) => Buffer.from(path, 'latin1'));
  }

  /** The pause was too long: all is copied before the next one. */
  giveUp(): void {
    this.#bytesLeft = Number.NEGATIVE_INFINITY;
    this.#seen.clear();
  }

  /** At the pause, as it is with what changed between its listing and then. */
  wasKept(destination: string, path: Buffer, isCloned = false): void {
    this.#note(destination, path, { changedAgain: true, isCloned });
  }

  /** It was kept only because it had waited. */
  hadNotChanged(destination: string, path: Buffer): void {
    this.#note(destination, path, { changedAgain: false });
  }

  /** So long the host took to copy all that it kept at the pause. */
  copiedIn(ms: number): void {
    this.#copied.ms = ms;
  }

  /** A part of that. */
  copied(bytes: number): void {
    this.#copied.bytes += bytes;
  }

  /** A part of that came over the link, as it is. */
  fetched(bytes: number, ms: number): void {
    this.#fetched.bytes += bytes;
    this.#fetched.ms += ms;
  }

  #note(destination: string, path: Buffer, noted: Partial<Pick<Seen, 'changedAgain' | 'isCloned'>>): void {
    const seen = this.#seen.get(keyOf({ destination, path: path.toString('latin1') }));
    if (seen !== undefined) Object.assign(seen, noted);
  }

  /** A container may have millions of files, all of which are new to a first take. */
  #forgetSmall(): void {
    const small = [...this.#seen]
      .filter(([, { waits }]) => !waits)
      .toSorted(([, a], [, b]) => b.bytes - a.bytes)
      .slice(mostSeen);
    for (const [key] of small) this.#seen.delete(key);
  }

  /** For the take after this one. */
  learned(): Restless {
    const before = new Map(this.#known.files.map((file) => [keyOf(file), file]));
    const seen = [...this.#seen.values()].map((file) => {
      const { destination, path, bytes, changedAgain } = file;
      const now = changedAgain ? 1 : 0;
      const earlier = before.get(keyOf(file));
      const { again = now } = earlier ?? {};
      const isCloned = file.isCloned ?? earlier?.isCloned ?? false;
      const learned = { destination, path, bytes, again: again + (now - again) * lastCounts };
      return isCloned ? { ...learned, isCloned } : learned;
    });
    const others = this.#known.files
      .filter((file) => !this.#seen.has(keyOf(file)))
      .map((file) => ({ ...file, again: file.again * (1 - lastCounts) }));
    return {
      copiedPerSecond: perSecond(this.#copied) ?? this.#known.copiedPerSecond,
      fetchedPerSecond: perSecond(this.#fetched) ?? this.#known.fetchedPerSecond,
      files: [...seen, ...others]
        .filter(({ again }) => again >= leastAgain)
        .toSorted((a, b) => b.bytes - a.bytes)
        .slice(0, mostFiles),
    };
  }
}

/**
 * From this chance on waiting pays: it saves fetching a file twice if it changes again, and costs the pause a copy of it if it
 * does not. On a slow link that is small, on a fast one near to 1.
 */
function leastChance({ copiedPerSecond, fetchedPerSecond }: Restless): number {
  if (copiedPerSecond === undefined || fetchedPerSecond === undefined) return 0.5;
  const cost = (worthOfPause * fetchedPerSecond) / copiedPerSecond;
  return cost / (1 + cost);
}

const perSecond = ({ bytes, ms }: { bytes: number; ms: number }): number | undefined =>
  bytes < fewestBytes || ms <= 0 ? undefined : Math.round((bytes / ms) * 1000);

const keyOf = ({ destination, path }: Pick<Seen, 'destination' | 'path'>): string =>
  `${destination}\0${path}`;
