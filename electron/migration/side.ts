/** One end of a move: a host's session and engine, opened again by itself when the link was lost. */
import type { BaseAgent } from 'ssh2';
import { asShiplockError, ShiplockError } from '../../shared/errors.ts';
import { openDocker } from '../engines/docker.ts';
import type { Engine } from '../engines/engine.ts';
import { type LinkState, reconnect } from '../hosts/reconnect.ts';
import type { Session } from '../hosts/session.ts';

/** Gives the host's one session, a new one if the last was lost. */
export type OpenSession = (host: string, signal?: AbortSignal) => Promise<Session>;

/** Gives a session of its own, as the login user, with an agent forwarded: see `Sessions.openApart`. */
export type OpenApart = (host: string, agent: BaseAgent, signal: AbortSignal) => Promise<Session>;

export class Side {
  readonly host: string;
  readonly #open: OpenSession;
  readonly #tell: ((state: LinkState) => void) | undefined;
  #session: Session | undefined;
  #engine: Engine | undefined;
  #failure: ShiplockError | undefined;

  /** `tell` hears of a link that was lost, and of what becomes of it. */
  constructor(host: string, open: OpenSession, tell?: (state: LinkState) => void) {
    this.host = host;
    this.#open = open;
    this.#tell = tell;
  }

  /** Whether there is a link, as far as is known. */
  get isUp(): boolean {
    return this.#session?.lost.aborted === false;
  }

  /** Whether the link went away since `connect`. */
  get isLost(): boolean {
    return this.#session?.lost.aborted === true;
  }

  /** Throws 'link-lost' when the link went away since `connect`, and what the last `connect` threw. */
  get session(): Session {
    if (this.#session === undefined) throw this.#failure ?? this.#notConnected();
    return this.#session;
  }

  get engine(): Engine {
    if (this.#engine === undefined) throw this.#failure ?? this.#notConnected();
    return this.#engine;
  }

  #notConnected(): ShiplockError {
    return new ShiplockError('internal', {
      en: `${this.host} is not connected yet.`,
      zh: `尚未连接 ${this.host}。`,
    });
  }

  /** Does nothing while the link is up. Errors: those of opening a session. */
  async connect(signal?: AbortSignal): Promise<void> {
    if (this.#session !== undefined && !this.#session.lost.aborted) return;
    this.close();
    try {
      this.#session = await this.#open(this.host, signal);
      this.#engine = await openDocker(this.#session);
    } catch (thrown) {
      this.#failure = asShiplockError(thrown);
      throw thrown;
    }
  }

  /**
   * Tries to connect until it works; throws the last failure when the time is over, one that waiting does not mend at
   * once, and the signal's reason. Does nothing while the link is up.
   */
  async connectWithin(withinMs: number, signal?: AbortSignal): Promise<void> {
    const options = { host: this.host, withinMs, signal, tell: this.#tell, wasLost: this.isLost };
    try {
      await reconnect((each) => this.connect(each), options);
    } catch (thrown) {
      // Not the end of the last attempt, which may have been cut short for the time.
      this.#failure = asShiplockError(thrown);
      throw thrown;
    }
  }

  /** Ends the engine's connections; the session belongs to whoever opened it. */
  close(): void {
    this.#engine?.close();
    this.#engine = undefined;
  }
}
