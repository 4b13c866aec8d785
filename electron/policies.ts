/** What the contract promises of restore points that are taken by themselves, over the services in `backups/policy`. */
import type { CallOptions, Checked, Output } from '../shared/contract.ts';
import { asShiplockError } from '../shared/errors.ts';
import type { BackupPolicy } from '../shared/policy-methods.ts';
import { formatSpan } from '../shared/units.ts';
import { inLanguage } from '../shared/words.ts';
import { watchActivity } from './backups/policy/activity.ts';
import { type Clock, systemClock } from './backups/policy/clock.ts';
import { surplusOf } from './backups/policy/surplus.ts';
import { type PolicyDuties, type PolicyState, PolicyWatch } from './backups/policy/watch.ts';
import { freeRoom } from './backups/store-room.ts';
import type { HomeStore } from './home-store.ts';
import type { Images } from './images.ts';
import type { Journal } from './journal/journal.ts';
import type { End } from './preflight/gather.ts';
import type { RestorePoints } from './restore-points.ts';

export interface PoliciesParts {
  readonly journal: Journal;
  readonly store: HomeStore;
  readonly restorePoints: RestorePoints;
  /** Stores them ahead beside it. */
  readonly images: Pick<Images, 'watch'>;
  /** A host, with what it left unfinished settled first. */
  readonly open: (host: string, options: CallOptions) => Promise<End>;
  readonly clock?: Clock;
}

export class Policies {
  readonly #parts: PoliciesParts;

  constructor(parts: PoliciesParts) {
    this.#parts = parts;
  }

  async set(policy: Checked<'policies.set'>): Promise<Output<'policies.set'>> {
    this.#parts.journal.policies.set(policy);
    return policy;
  }

  async end(key: Checked<'policies.end'>): Promise<Output<'policies.end'>> {
    this.#parts.journal.policies.end(key);
    return key;
  }

  /** Throws what opening the store throws, before anything else is done. */
  async watch({ once }: Checked<'policies.watch'>, options: CallOptions): Promise<Output<'policies.watch'>> {
    const { signal = new AbortController().signal } = options;
    await this.#parts.restorePoints.points(options);
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const watch = new PolicyWatch(this.#duties(options), this.#clock);
    const both = [
      once ? watch.once(either) : watch.run(either),
      this.#parts.images.watch({ once }, { ...options, signal: either }),
    ];
    // Without `once`, one that ends by itself has failed.
    if (!once) for (const each of both) each.catch(() => stop.abort());
    for (const ended of await Promise.allSettled(both)) if (ended.status === 'rejected') throw ended.reason;
    return watch.outcomes;
  }

  #duties(options: CallOptions): PolicyDuties {
    const { journal, restorePoints, open } = this.#parts;
    return {
      policies: () => journal.policies.list(),
      points: async ({ container, host }) =>
        (await restorePoints.points(options)).filter(
          (point) => point.container === container && point.host === host,
        ),
      look: async (host, signal) => {
        const { session, engine } = await open(host, { ...options, signal });
        engine.close();
        return watchActivity(session, signal);
      },
      take: async (policy, remark, signal) => {
        const comment = `by policy, every ${formatSpan(policy.everySeconds)}${remark === undefined ? '' : `, ${inLanguage(remark, 'en')}`}`;
        const request = { container: policy.container, from: policy.host, comment };
        const { name } = await restorePoints.take(request, { ...options, signal }, true);
        return { point: name, removed: await this.#letGo(policy, options) };
      },
      tell: (state) => this.#tell(state, options),
    };
  }

  async #letGo(policy: BackupPolicy, options: CallOptions): Promise<string[]> {
    const { restorePoints } = this.#parts;
    const store = await this.#parts.store.existing(options);
    const surplus = await surplusOf(store, policy);
    if (surplus.length === 0) return [];
    restorePoints.letGo(store, surplus);
    try {
      await freeRoom(store);
    } catch (thrown) {
      // Another take is under way, of another host for instance: their room is given back after a later one.
      if (asShiplockError(thrown).code !== 'busy') throw thrown;
    }
    return surplus;
  }

  #tell(state: PolicyState, { onEvent }: CallOptions): void {
    const { is, point, why, removed = [] } = state;
    const at = new Date(this.#clock.now()).toISOString();
    this.#parts.journal.policies.note(state, { is, at, point, why });
    onEvent?.({ event: 'policy.state', ...state, removed: [...removed] });
  }

  get #clock(): Clock {
    return this.#parts.clock ?? systemClock;
  }
}
