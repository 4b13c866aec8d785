/** Watches one host by its own clock, and tells of it when something has changed. */
import type { HostSight } from '../shared/window-methods.ts';
import { type Connect, HostLook, type LookOptions } from './host-look.ts';

/** A host that does not answer is tried more and more seldom, but at least this often. */
const longestPauseMs = 30_000;

export interface HostWatchParts {
  readonly connect: Connect;
  /** The pause between looks, in milliseconds; asked each time anew. */
  readonly everyMs: () => number;
  /** Who may be asked for a secret in the next look. */
  readonly asking: () => Omit<LookOptions, 'signal'>;
  /** Called when something is other than it was told last, and first of all. */
  readonly onChange: (sight: HostSight) => void;
}

export class HostWatch implements Disposable {
  readonly #host: string;
  readonly #parts: HostWatchParts;
  readonly #over = new AbortController();
  #wake: () => void = () => undefined;
  #last: HostSight | undefined;

  /** Begins to watch; ends when it is disposed of. */
  constructor(host: string, parts: HostWatchParts) {
    this.#host = host;
    this.#parts = parts;
    void this.#watch();
  }

  /** As it was told last; undefined before the first look has ended. */
  get sight(): HostSight | undefined {
    return this.#last;
  }

  /** The next look is now, if none is under way. */
  lookNow(): void {
    this.#wake();
  }

  [Symbol.dispose](): void {
    this.#over.abort();
  }

  async #watch(): Promise<void> {
    const look = new HostLook(this.#host, this.#parts.connect);
    for (let failures = 0; !this.#over.signal.aborted; ) {
      const session = await look.look(this.#options(), (sight) => this.#tell(sight));
      // Nobody watches any more: nobody says how often.
      if (this.#over.signal.aborted) return;
      failures = session === undefined ? failures + 1 : 0;
      const everyMs = this.#parts.everyMs();
      const backoffMs = Math.min(everyMs * 2 ** (failures - 1), Math.max(everyMs, longestPauseMs));
      await this.#pause(failures === 0 ? everyMs : backoffMs, session?.lost);
    }
  }

  #options(): LookOptions {
    const { signal } = this.#over;
    const { askSecret, onlyIfAtHand } = this.#parts.asking();
    if (askSecret === undefined || onlyIfAtHand) return { signal, askSecret, onlyIfAtHand };
    return {
      signal,
      onlyIfAtHand,
      askSecret: (request) => {
        // It may be long until somebody answers.
        this.#tell({ host: this.#host, at: new Date().toISOString(), state: 'locked' });
        return askSecret(request);
      },
    };
  }

  #tell(sight: HostSight): void {
    if (this.#over.signal.aborted) return;
    if (this.#last !== undefined && gist(this.#last) === gist(sight)) return;
    this.#last = sight;
    this.#parts.onChange(sight);
  }

  /** Ends early when the host is lost, when somebody wants a look now, and when it is over. */
  async #pause(ms: number, lost: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => resolve();
    const timer = setTimeout(end, ms);
    const signals = [this.#over.signal, ...(lost === undefined ? [] : [lost])];
    for (const signal of signals) signal.addEventListener('abort', end);
    if (signals.some(({ aborted }) => aborted)) end();
    this.#wake = end;
    await promise;
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', end);
  }
}

/** What of a sight is worth telling again: figures that never stand still count by the half and by the percent. */
function gist({ at: _, error, health, ...sight }: HostSight): string {
  const percent = (room: { freeBytes: number; totalBytes: number } | undefined): number | undefined =>
    room && Math.round((100 * room.freeBytes) / room.totalBytes);
  return JSON.stringify({
    ...sight,
    error: error && [error.code, error.message],
    health: health && {
      signs: health.signs,
      processors: health.processors,
      halves: Math.round(health.load * 2),
      memory: percent(health.memory),
      disk: percent(health.disk),
    },
  });
}
