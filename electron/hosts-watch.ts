/** Watches every known host, once for everybody who wants to know: hosts that are added or removed meanwhile are followed. */
import type { AskSecret, CallOptions, Checked, Output } from '../shared/contract.ts';
import type { HostSight } from '../shared/window-methods.ts';
import type { Connect, LookOptions } from './host-look.ts';
import { HostWatch } from './host-watch.ts';
import type { Journal } from './journal/journal.ts';
import { journalChanges } from './journal-changes.ts';

interface Watcher {
  readonly everyMs: number;
  readonly mayAsk: boolean;
  readonly askSecret: AskSecret | undefined;
  /** Hosts for which a person was asked: nobody is asked again and again for what they would not give. */
  readonly askedFor: Set<string>;
  readonly onEvent: NonNullable<CallOptions['onEvent']>;
}

interface Watched {
  /** The host as it was described when the watch began. */
  readonly description: string;
  readonly watch: HostWatch;
}

export class HostsWatch {
  readonly #journal: Journal;
  readonly #connect: Connect;
  readonly #watchers = new Set<Watcher>();
  readonly #watched = new Map<string, Watched>();

  /** `connect`: to a host, without doing anything else with it. */
  constructor(journal: Journal, connect: Connect) {
    this.#journal = journal;
    this.#connect = connect;
  }

  /** See the contract's `hosts.watch`. */
  async watch(
    { everySeconds, mayAsk }: Checked<'hosts.watch'>,
    { signal, askSecret, onEvent = () => undefined }: CallOptions,
  ): Promise<Output<'hosts.watch'>> {
    const everyMs = everySeconds * 1000;
    const watcher: Watcher = { everyMs, mayAsk, askSecret, askedFor: new Set(), onEvent };
    this.#watchers.add(watcher);
    try {
      for (const { watch } of this.#watched.values()) {
        if (watch.sight !== undefined) onEvent({ event: 'host.seen', ...watch.sight });
        if (mayAsk && watch.sight?.state === 'locked') watch.lookNow();
      }
      for await (const _ of journalChanges(this.#journal, signal)) this.#follow();
      return {};
    } finally {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#end();
    }
  }

  /** See the contract's `hosts.look`. */
  look({ host }: Checked<'hosts.look'>): Output<'hosts.look'> {
    for (const [name, { watch }] of this.#watched) if (host === undefined || name === host) watch.lookNow();
    return {};
  }

  /** Those that are known now are watched, and no others. */
  #follow(): void {
    const known = new Map(this.#journal.hosts.list().map((host) => [host.name, JSON.stringify(host)]));
    for (const [host, { watch, description }] of this.#watched) {
      if (known.get(host) === description) continue;
      watch[Symbol.dispose]();
      this.#watched.delete(host);
      if (!known.has(host)) this.#tellAll({ event: 'host.gone', host });
    }
    for (const [host, description] of known) {
      if (!this.#watched.has(host)) this.#watched.set(host, { description, watch: this.#watchOf(host) });
    }
  }

  #watchOf(host: string): HostWatch {
    return new HostWatch(host, {
      connect: this.#connect,
      everyMs: () => Math.min(...[...this.#watchers].map(({ everyMs }) => everyMs)),
      asking: () => this.#askingFor(host),
      onChange: (sight: HostSight) => this.#tellAll({ event: 'host.seen', ...sight }),
    });
  }

  /** A person, once; from then on what is at hand. */
  #askingFor(host: string): Omit<LookOptions, 'signal'> {
    const watchers = [...this.#watchers].filter(({ askSecret }) => askSecret !== undefined);
    const asker = watchers.find(({ mayAsk, askedFor }) => mayAsk && !askedFor.has(host));
    if (asker === undefined) return { askSecret: watchers[0]?.askSecret, onlyIfAtHand: true };
    return {
      onlyIfAtHand: false,
      askSecret: async (request) => {
        asker.askedFor.add(host);
        return asker.askSecret?.(request);
      },
    };
  }

  #tellAll(event: Parameters<Watcher['onEvent']>[0]): void {
    for (const { onEvent } of this.#watchers) onEvent(event);
  }

  #end(): void {
    for (const { watch } of this.#watched.values()) watch[Symbol.dispose]();
    this.#watched.clear();
  }
}
