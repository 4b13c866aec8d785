/** Makes rounds over the hosts whose images are stored ahead, each while it is idle, beside each other. */
import { asShiplockError, toErrorData } from '../../../shared/errors.ts';
import type { AheadRound, CarriedImage } from '../../../shared/image-methods.ts';
import { backupPolicy } from '../../../shared/policy-methods.ts';
import type { Activity } from '../policy/activity.ts';
import { whyBusy } from '../policy/busy.ts';
import type { Clock } from '../policy/clock.ts';

/** What the watch relies on. */
export interface AheadDuties {
  /** Asked each time anew: others wish and end wishes meanwhile. */
  hosts(): readonly string[];
  /** How busy a host is. */
  look(host: string, signal: AbortSignal): Promise<Activity>;
  /** What a host refuses is in what it gives. */
  round(host: string, signal: AbortSignal): Promise<AheadRound>;
  tell(round: AheadRound): void;
}

/** What counts as idle where nobody has said otherwise. */
const idleLimits = backupPolicy.pick({ maxLoad: true, maxStallPercent: true, maxTraffic: true }).parse({});
/** A host that is busy is asked again after this, one that had its round after `betweenRoundsMs`. */
const betweenLooksMs = 60_000;
const betweenRoundsMs = 600_000;
/** A host that does not answer is left alone for so long. */
const afterFailureMs = 1_800_000;
/** A host that is never idle has its round all the same after so long. */
const overdueMs = 6 * 3_600_000;

interface Rest {
  /** By `Clock.elapsed`. */
  readonly until: number;
  /** When its last round ended, or its first was wanted. */
  readonly since: number;
}

export class AheadWatch {
  readonly #duties: AheadDuties;
  readonly #clock: Clock;
  readonly #rests = new Map<string, Rest>();
  readonly #visits = new Map<string, Promise<void>>();
  /** What has failed of each host, and was told: it is told once. */
  readonly #failures = new Map<string, string>();

  constructor(duties: AheadDuties, clock: Clock) {
    this.#duties = duties;
    this.#clock = clock;
  }

  /** A round over each host that is idle now. */
  async once(signal: AbortSignal): Promise<void> {
    this.#visitHosts(signal);
    await this.#visitsEnded();
  }

  /** Until the signal aborts; resolves when what was under way then has been given up. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#visitHosts(signal);
      await this.#clock.wait(betweenLooksMs, signal);
    }
    await this.#visitsEnded();
  }

  #visitHosts(signal: AbortSignal): void {
    const now = this.#clock.elapsed();
    for (const host of this.#duties.hosts()) {
      const rest = this.#rests.get(host) ?? { until: now, since: now };
      this.#rests.set(host, rest);
      if (this.#visits.has(host) || now < rest.until) continue;
      const visit = this.#visit(host, rest, signal).finally(() => this.#visits.delete(host));
      this.#visits.set(host, visit);
    }
  }

  async #visitsEnded(): Promise<void> {
    await Promise.all(this.#visits.values());
  }

  async #visit(host: string, { since }: Rest, signal: AbortSignal): Promise<void> {
    const round = await this.#roundIfIdle(host, since, signal);
    if (round === undefined || signal.aborted) return;
    const ended = this.#clock.elapsed();
    const { error } = round;
    const pause = error === undefined ? betweenRoundsMs : afterFailureMs;
    this.#rests.set(host, { until: ended + pause, since: error === undefined ? ended : since });
    const failures = failuresOf(round);
    const isNewFailure = failures !== nothing && failures !== this.#failures.get(host);
    if (hasNews(round) || isNewFailure) this.#duties.tell(round);
    this.#failures.set(host, failures);
  }

  async #roundIfIdle(host: string, since: number, signal: AbortSignal): Promise<AheadRound | undefined> {
    try {
      const isOverdue = this.#clock.elapsed() - since >= overdueMs;
      const activity = await this.#duties.look(host, signal);
      if (whyBusy(activity, idleLimits) !== undefined && !isOverdue) return undefined;
      return await this.#duties.round(host, signal);
    } catch (thrown) {
      return { host, letGo: [], error: toErrorData(asShiplockError(thrown)) };
    }
  }
}

const imagesOf = ({ stored, sent }: AheadRound): CarriedImage[] => [
  ...(stored?.images ?? []),
  ...(sent?.images ?? []),
];

/** Most rounds find nothing new, and nobody wants to hear of them. */
function hasNews(round: AheadRound): boolean {
  const gone = [...round.letGo, ...(round.sent?.takenAway ?? [])];
  return gone.length > 0 || imagesOf(round).some(({ is }) => is === 'carried');
}

function failuresOf(round: AheadRound): string {
  const errors = [round.error, ...imagesOf(round).map(({ error }) => error)];
  return JSON.stringify(errors.flatMap((error) => (error === undefined ? [] : [error.message])));
}
const nothing = JSON.stringify([]);
