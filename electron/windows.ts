/**
 * The contract for windows, over whatever wire they have: their calls, what they are told, and the secrets that they are asked for.
 * What moves, restores or takes a restore point goes on when its window closes; all else ends with it.
 */
import type { CallOptions, Contract, Event, Input, MethodName } from '../shared/contract.ts';
import { cancelledAsAsked, type ErrorData, ShiplockError, toErrorData } from '../shared/errors.ts';
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

/** Whoever looks on, or plans, asks for it themselves: what they are told is of no use to others. */
const tellsOneWindow: ReadonlySet<MethodName> = new Set<MethodName>([
  'hosts.watch',
  'runs.watch',
  'runs.watchAll',
  'moves.plan',
]);

/** Keeps secrets for the user who wishes so, where the system has a safe place for them. */
export interface SecretKeeper {
  /** What was kept for this; what was wrong is forgotten. */
  readonly recall: (request: SecretRequest) => Promise<string | undefined>;
  readonly canKeep: (request: SecretRequest) => Promise<boolean>;
  readonly keep: (request: SecretRequest, secret: string) => Promise<void>;
}

/** What goes on without a window. */
export interface UnderWay {
  readonly method: MethodName;
  readonly input: unknown;
}

export interface Ended extends UnderWay {
  readonly end: { readonly output: unknown } | { readonly error: ErrorData };
}

export interface WindowsOptions {
  readonly keeper?: SecretKeeper;
  /** Called when something has ended that goes on without a window, before `onBusy`. */
  readonly onEnded?: (ended: Ended) => void;
  /** Called when something goes on without a window where nothing did, and when the last of it has ended. */
  readonly onBusy?: (isBusy: boolean) => void;
}

interface Opened {
  readonly wire: Wire;
  readonly calls: Map<number, AbortController>;
}

interface Answer {
  readonly secret: string | undefined;
  readonly keep: boolean;
}

interface Asked {
  readonly question: FromStation;
  readonly answer: (answer: Answer) => void;
}

export class Windows {
  readonly #station: Contract;
  readonly #options: WindowsOptions;
  readonly #open = new Set<Opened>();
  /** Calls that outlive their window, of all windows. */
  readonly #lasting = new Map<AbortController, UnderWay>();
  readonly #asked = new Map<number, Asked>();
  readonly #listeners = new Set<() => void>();
  #lastAsked = 0;

  constructor(station: Contract, options: WindowsOptions = {}) {
    this.#station = station;
    this.#options = options;
  }

  /** Whether something is under way that goes on without a window. */
  get isBusy(): boolean {
    return this.#lasting.size > 0;
  }

  get underWay(): readonly UnderWay[] {
    return [...this.#lasting.values()];
  }

  /** Windows that are open now. */
  get count(): number {
    return this.#open.size;
  }

  /** Calls back when windows come or go, and when what goes on without them does. Returns what takes the listener away again. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A window is there. What is being asked for just now it is asked as well. */
  open(wire: Wire): Window {
    const window: Opened = { wire, calls: new Map() };
    this.#open.add(window);
    this.#changed();
    for (const { question } of this.#asked.values()) wire.send(question);
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
        this.#changed();
      },
    };
  }

  /** What was kept; else asks whoever is at a window; with none open, the question waits for one. */
  readonly askSecret = async (request: SecretRequest, signal?: AbortSignal): Promise<string | undefined> => {
    if (signal?.aborted === true) return undefined;
    const { keeper } = this.#options;
    const kept = await keeper?.recall(request);
    if (kept !== undefined) return kept;
    // It goes without, and nobody is to be disturbed for it.
    if (request.onlyIfAtHand === true) return undefined;
    const canKeep = (await keeper?.canKeep(request)) ?? false;
    const { secret, keep } = await this.#ask(request, canKeep, signal);
    if (keep && canKeep && secret !== undefined) await keeper?.keep(request, secret);
    return secret;
  };

  async #ask(request: SecretRequest, canKeep: boolean, signal: AbortSignal | undefined): Promise<Answer> {
    this.#lastAsked += 1;
    const ask = this.#lastAsked;
    const answered = Promise.withResolvers<Answer>();
    const onAbort = (): void => answered.resolve({ secret: undefined, keep: false });
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const question: FromStation = { kind: 'ask', ask, request, ...(canKeep && { canKeep }) };
    this.#asked.set(ask, { question, answer: answered.resolve });
    this.#tellAll(question);
    try {
      return await answered.promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#asked.delete(ask);
      this.#tellAll({ kind: 'asked', ask });
    }
  }

  /** What happens in no window's call. */
  tell(event: Event): void {
    this.#tellAll({ kind: 'event', event });
  }

  /** Cancels everything that is under way. */
  cancelAll(reason: ShiplockError): void {
    for (const { calls } of this.#open) for (const call of calls.values()) call.abort(reason);
    this.cancelLasting(reason);
  }

  /** Cancels what goes on without a window; windows go on looking at it. */
  cancelLasting(reason: ShiplockError): void {
    for (const call of this.#lasting.keys()) call.abort(reason);
  }

  #heard(window: Opened, said: FromWindow): void {
    switch (said.kind) {
      case 'call':
        void this.#call(window, said.id, said.method, said.input);
        return;
      case 'cancel':
        window.calls.get(said.id)?.abort(cancelledAsAsked());
        return;
      case 'answer':
        this.#asked.get(said.ask)?.answer({ secret: said.secret, keep: said.keep ?? false });
    }
  }

  async #call(window: Opened, id: number, method: MethodName, input: unknown): Promise<void> {
    if (window.calls.has(id)) return window.wire.refuse('This number was given to another call.');
    const controller = new AbortController();
    const { signal } = controller;
    window.calls.set(id, controller);
    if (outlivesWindow.has(method)) this.#begin(controller, { method, input });
    const options: CallOptions = {
      signal,
      onEvent: (event) => this.#tell(window, id, event, tellsOneWindow.has(method)),
      askSecret: (request) => this.askSecret(request, signal),
    };
    const end = await this.#endOf(method, input, options);
    if ('error' in end) window.wire.send({ kind: 'failed', call: id, ...end });
    else window.wire.send({ kind: 'result', call: id, ...end });
    window.calls.delete(id);
    this.#end(controller, end);
  }

  async #endOf(method: MethodName, input: unknown, options: CallOptions): Promise<Ended['end']> {
    try {
      // Whatever it is, the station holds it against its schema.
      return { output: await this.#station.call(method, input as Input<typeof method>, options) };
    } catch (thrown) {
      return { error: toErrorData(thrown) };
    }
  }

  #begin(call: AbortController, underWay: UnderWay): void {
    this.#lasting.set(call, underWay);
    if (this.#lasting.size === 1) this.#options.onBusy?.(true);
    this.#changed();
  }

  #end(call: AbortController, end: Ended['end']): void {
    const underWay = this.#lasting.get(call);
    if (underWay === undefined) return;
    this.#lasting.delete(call);
    this.#options.onEnded?.({ ...underWay, end });
    if (this.#lasting.size === 0) this.#options.onBusy?.(false);
    this.#changed();
  }

  /** Its own window hears it as part of its call, the others by itself: they may be looking at the same run. */
  #tell(window: Opened, call: number, event: Event, isForOne: boolean): void {
    for (const each of this.#open) {
      if (each === window) each.wire.send({ kind: 'event', call, event });
      else if (!isForOne) each.wire.send({ kind: 'event', event });
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #tellAll(message: FromStation): void {
    for (const { wire } of this.#open) wire.send(message);
  }
}

const windowClosed = (): ShiplockError =>
  new ShiplockError('cancelled', { en: 'The window was closed.', zh: '窗口已关闭。' });
