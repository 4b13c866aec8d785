/**
 * Carries policies out: when one is due its host is asked whether it is idle, and a restore point is taken. Hosts are visited
 * beside each other, so that one that does not answer holds up nobody else; the containers of one host one after the other.
 */
import { asShiplockError } from '../../../shared/errors.ts';
import type { PolicyOutcome } from '../../../shared/policy-methods.ts';
import { en, inLanguage, type Words, zh } from '../../../shared/words.ts';
import type { PolicyKey, PolicyRecord } from '../../journal/policies.ts';
import type { Activity } from './activity.ts';
import { whyBusy } from './busy.ts';
import type { Clock } from './clock.ts';
import { type Standing, standingOf } from './due.ts';

/** What is to be told of a policy. */
export interface PolicyState extends PolicyKey {
  readonly is: PolicyOutcome['is'];
  readonly point?: string | undefined;
  readonly why?: Words | undefined;
  readonly removed?: readonly string[] | undefined;
}

/** What the watch relies on. */
export interface PolicyDuties {
  /** Asked each time anew: others set and end policies meanwhile. */
  policies(): readonly PolicyRecord[];
  /** The restore points that exist of its container on its host. */
  points(policy: PolicyKey): Promise<readonly { readonly at: string }[]>;
  /** How busy a host is. */
  look(host: string, signal: AbortSignal): Promise<Activity>;
  /** Takes a restore point, and lets go what the policy does not keep. `remark`: what is to be said of it. */
  take(
    policy: PolicyRecord,
    remark: Words | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly point: string; readonly removed: readonly string[] }>;
  tell(state: PolicyState): void;
}

/** So often is looked whether something is due; a host that is busy is asked again then. */
const betweenLooksMs = 60_000;
/** After a failure the pause doubles each time, from this one to an hour, and is not longer than the interval. */
const firstRetryMs = 300_000;
const longestRetryMs = 3_600_000;

interface Rest {
  /** By `Clock.elapsed`. */
  readonly until: number;
  readonly failures: number;
}

export class PolicyWatch {
  readonly #duties: PolicyDuties;
  readonly #clock: Clock;
  readonly #visits = new Map<string, Promise<void>>();
  readonly #rests = new Map<string, Rest>();
  readonly #told = new Map<string, PolicyState>();
  readonly #outcomes = new Map<string, PolicyKey & { readonly outcome: PolicyOutcome }>();
  /** What came of something cannot be told: the journal cannot be written. */
  #broken: { readonly by: unknown } | undefined;

  constructor(duties: PolicyDuties, clock: Clock) {
    this.#duties = duties;
    this.#clock = clock;
  }

  /** What came last of each that was due. */
  get outcomes(): (PolicyKey & { readonly outcome: PolicyOutcome })[] {
    return [...this.#outcomes.values()];
  }

  /** Carries out what is due now. Resolves when all of it was taken, has failed, or was found to have to wait. */
  async once(signal: AbortSignal): Promise<void> {
    await this.#visitHosts(signal);
    await this.#visitsEnded();
  }

  /** Carries out what becomes due, until the signal aborts; resolves when what was under way then has been given up. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && this.#broken === undefined) {
        await this.#visitHosts(signal);
        await this.#clock.wait(betweenLooksMs, signal);
      }
    } finally {
      await this.#visitsEnded();
    }
  }

  async #visitsEnded(): Promise<void> {
    await Promise.all(this.#visits.values());
    if (this.#broken !== undefined) throw this.#broken.by;
  }

  /** Begins a visit to each host on which something is due. */
  async #visitHosts(signal: AbortSignal): Promise<void> {
    const policies = this.#duties
      .policies()
      .filter((policy) => !this.#visits.has(policy.host) && this.#restOf(policy) <= 0);
    for (const [host, due] of Map.groupBy(await this.#dueOf(policies, signal), (policy) => policy.host)) {
      const visit = this.#visit(host, due, signal)
        .catch((thrown: unknown) => {
          this.#broken ??= { by: thrown };
        })
        .finally(() => this.#visits.delete(host));
      this.#visits.set(host, visit);
    }
  }

  async #dueOf(policies: readonly PolicyRecord[], signal: AbortSignal): Promise<PolicyRecord[]> {
    const due: PolicyRecord[] = [];
    for (const policy of policies) {
      try {
        const { dueAt } = await this.#standingOf(policy);
        if (dueAt <= this.#clock.now()) due.push(policy);
      } catch (thrown) {
        this.#failed(policy, thrown, signal);
      }
    }
    return due;
  }

  async #standingOf(policy: PolicyRecord): Promise<Standing> {
    const points = await this.#duties.points(policy);
    return standingOf(policy, points, this.#clock.now());
  }

  #restOf(policy: PolicyKey): number {
    const until = this.#rests.get(keyOf(policy))?.until;
    return until === undefined ? 0 : until - this.#clock.elapsed();
  }

  /** Rejects only when what came of it cannot be told. */
  async #visit(host: string, due: readonly PolicyRecord[], signal: AbortSignal): Promise<void> {
    let activity: Activity;
    try {
      activity = await this.#duties.look(host, signal);
    } catch (thrown) {
      for (const policy of due) this.#failed(policy, thrown, signal);
      return;
    }
    for (const policy of due) {
      if (signal.aborted) return;
      try {
        await this.#carryOut(policy, activity, signal);
      } catch (thrown) {
        this.#failed(policy, thrown, signal);
      }
    }
  }

  async #carryOut(policy: PolicyRecord, activity: Activity, signal: AbortSignal): Promise<void> {
    const { dueAt, overdueAt } = await this.#standingOf(policy);
    const now = this.#clock.now();
    // Meanwhile somebody else may have taken one.
    if (now < dueAt) return;
    const busy = whyBusy(activity, policy);
    if (busy !== undefined && now < overdueAt) {
      this.#waits(policy, busy);
      return;
    }
    const why =
      busy === undefined
        ? undefined
        : { en: en`although its host was busy: ${busy}`, zh: zh`当时其主机并不空闲：${busy}` };
    const { point, removed } = await this.#duties.take(policy, why, signal);
    this.#rests.delete(keyOf(policy));
    this.#tell({ ...keys(policy), is: 'taken', point, why, removed });
  }

  #waits(policy: PolicyRecord, why: Words): void {
    this.#rests.delete(keyOf(policy));
    this.#tell({ ...keys(policy), is: 'waiting', why });
  }

  #failed(policy: PolicyRecord, thrown: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    const { code, text } = asShiplockError(thrown);
    if (code === 'busy') {
      this.#waits(policy, text);
      return;
    }
    const { failures } = this.#rests.get(keyOf(policy)) ?? { failures: 0 };
    const pause = Math.min(firstRetryMs * 2 ** failures, longestRetryMs, policy.everySeconds * 1000);
    this.#rests.set(keyOf(policy), { until: this.#clock.elapsed() + pause, failures: failures + 1 });
    this.#tell({ ...keys(policy), is: 'failed', why: text });
  }

  /** A host that stays busy, or off, is told of once: its reason may change each minute. */
  #tell(state: PolicyState): void {
    const { is, point, why } = state;
    const key = keyOf(state);
    const at = new Date(this.#clock.now()).toISOString();
    this.#outcomes.set(key, { ...keys(state), outcome: { is, at, point, why } });
    const told = this.#told.get(key);
    if (
      told?.is === is &&
      (is === 'waiting' || inEnglish(told.why) === inEnglish(why)) &&
      told.point === point
    )
      return;
    this.#told.set(key, state);
    this.#duties.tell(state);
  }
}

const keys = ({ container, host }: PolicyKey): PolicyKey => ({ container, host });
const keyOf = ({ container, host }: PolicyKey): string => JSON.stringify([host, container]);
const inEnglish = (said: Words = ''): string => inLanguage(said, 'en');
