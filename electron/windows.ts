/**
 * The contract for windows, over whatever wire they have: their calls, what they are told, and the secrets that they are asked for.
 * What moves, restores or takes a restore point goes on when its window closes; all else ends with it.
 */
import type { CallOptions, Contract, Event, Input, MethodName } from '../shared/contract.ts';
import { ShiplockError, toErrorData } from '../shared/errors.ts';
import type { SecretRequest } from '../shared/model.ts';
import { type FromStation, fromWindow, type FromWindow } from '../shared/wire.ts';

/** The way to one window. */
export interface Wire {
  /** Does nothing once it is closed. */
  readonly send: (message: FromStation) => void;
  /** Ends it: what came from there is nothing that a window says. */
  readonly refuse: (why: string) => void;
}

/** What a wire tells of the window at its other end. */
export interface Window {
  readonly heard: (message: unknown) => void;
  readonly closed: () => void;
}

/** These go on without the window that asked for them: what they began is finished, or taken back, by themselves. */
const outlivesWindow: ReadonlySet<MethodName> = new Set<MethodName>([
  'moves.start',
  'restores.start',
  'runs.resume',
  'runs.rollback',
  'runs.rescue',
  'backups.take',
]);

interface Opened {
  readonly wire: Wire;
  readonly calls: Map<number, AbortController>;
}

interface Asked {
  readonly request: SecretRequest;
  readonly answer: (secret: string | undefined) => void;
}

export class Windows {
  readonly #station: Contract;
  readonly #open = new Set<Opened>();
  /** Calls that outlive their window, of all windows. */
  readonly #lasting = new Set<AbortController>();
  readonly #asked = new Map<number, Asked>();
  #lastAsked = 0;

  constructor(station: Contract) {
    this.#station = station;
  }

  /** Whether something is under way that goes on without a window. */
  get isBusy(): boolean {
    return this.#lasting.size > 0;
  }

  get count(): number {
    return this.#open.size;
  }

  /** A window is there. What is being asked for just now it is asked as well. */
  open(wire: Wire): Window {
    const window: Opened = { wire, calls: new Map() };
    this.#open.add(window);
    for (const [ask, { request }] of this.#asked) wire.send({ kind: 'ask', ask, request });
    return {
      heard: (message) => {
        const said = fromWindow.safeParse(message);
        if (said.success) this.#heard(window, said.data);
        else wire.refuse('This is nothing that a window says.');
      },
      closed: () => {
        if (!this.#open.delete(window)) return;
        for (const call of window.calls.values()) {
          if (!this.#lasting.has(call)) call.abort(windowClosed());
        }
      },
    };
  }

  /** Asks whoever is at a window; with none open, the question waits for one. */
  readonly askSecret = async (request: SecretRequest, signal?: AbortSignal): Promise<string | undefined> => {
    // It goes without, and nobody is to be disturbed for it.
    if ('onlyIfAtHand' in request && request.onlyIfAtHand === true) return undefined;
    this.#lastAsked += 1;
    const ask = this.#lastAsked;
    const answered = Promise.withResolvers<string | undefined>();
    const onAbort = (): void => answered.resolve(undefined);
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#asked.set(ask, { request, answer: answered.resolve });
    this.#tellAll({ kind: 'ask', ask, request });
    try {
      return await answered.promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#asked.delete(ask);
      this.#tellAll({ kind: 'asked', ask });
    }
  };

  /** Cancels everything that is under way. */
  cancelAll(reason: ShiplockError): void {
    for (const { calls } of this.#open) for (const call of calls.values()) call.abort(reason);
    for (const call of this.#lasting) call.abort(reason);
  }

  #heard(window: Opened, said: FromWindow): void {
    switch (said.kind) {
      case 'call':
        void this.#call(window, said.id, said.method, said.input);
        return;
      case 'cancel':
        window.calls.get(said.id)?.abort(new ShiplockError('cancelled', 'Cancelled as asked.'));
        return;
      case 'answer':
        this.#asked.get(said.ask)?.answer(said.secret);
    }
  }

  async #call(window: Opened, id: number, method: MethodName, input: unknown): Promise<void> {
    if (window.calls.has(id)) return window.wire.refuse('This number was given to another call.');
    const controller = new AbortController();
    const { signal } = controller;
    window.calls.set(id, controller);
    if (outlivesWindow.has(method)) this.#lasting.add(controller);
    const options: CallOptions = {
      signal,
      onEvent: (event) => this.#tell(window, id, event),
      askSecret: (request) => this.askSecret(request, signal),
    };
    try {
      // Whatever it is, the station holds it against its schema.
      const output = await this.#station.call(method, input as Input<typeof method>, options);
      window.wire.send({ kind: 'result', call: id, output });
    } catch (thrown) {
      window.wire.send({ kind: 'failed', call: id, error: toErrorData(thrown) });
    } finally {
      window.calls.delete(id);
      this.#lasting.delete(controller);
    }
  }

  /** Its own window hears it as part of its call, the others by itself: they may be looking at the same run. */
  #tell(window: Opened, call: number, event: Event): void {
    for (const each of this.#open) {
      each.wire.send(each === window ? { kind: 'event', call, event } : { kind: 'event', event });
    }
  }

  #tellAll(message: FromStation): void {
    for (const { wire } of this.#open) wire.send(message);
  }
}

const windowClosed = (): ShiplockError => new ShiplockError('cancelled', 'The window was closed.');
