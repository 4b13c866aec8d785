/** One end of a move: a host's session and engine, opened again by itself when the link was lost. */
import { setTimeout as delay } from 'node:timers/promises';
import type { BaseAgent } from 'ssh2';
import { ShiplockError } from '../../shared/errors.ts';
import { openDocker } from '../engines/docker.ts';
import type { Engine } from '../engines/engine.ts';
import type { Session } from '../hosts/session.ts';

/** Gives the host's one session, a new one if the last was lost. */
export type OpenSession = (host: string, signal?: AbortSignal) => Promise<Session>;

/** Gives a session of its own, as the login user, with an agent forwarded: see `Sessions.openApart`. */
export type OpenApart = (host: string, agent: BaseAgent, signal: AbortSignal) => Promise<Session>;

const retryDelayMs = 500;

export class Side {
  readonly host: string;
  readonly #open: OpenSession;
  #session: Session | undefined;
  #engine: Engine | undefined;

  constructor(host: string, open: OpenSession) {
    this.host = host;
    this.#open = open;
  }

  /** Throws 'link-lost' when the link went away since `connect`. */
  get session(): Session {
    if (this.#session === undefined)
      throw new ShiplockError('internal', `${this.host} is not connected yet.`);
    return this.#session;
  }

  get engine(): Engine {
    if (this.#engine === undefined) throw new ShiplockError('internal', `${this.host} is not connected yet.`);
    return this.#engine;
  }

  /** Does nothing while the link is up. Errors: those of opening a session. */
  async connect(signal?: AbortSignal): Promise<void> {
    if (this.#session !== undefined && !this.#session.lost.aborted) return;
    this.close();
    this.#session = await this.#open(this.host, signal);
    this.#engine = await openDocker(this.#session);
  }

  /** Tries to connect until it works or the time is over; then throws the last failure. */
  async connectWithin(ms: number): Promise<void> {
    const deadline = Date.now() + ms;
    for (;;) {
      try {
        await this.connect(AbortSignal.timeout(Math.max(1000, deadline - Date.now())));
        return;
      } catch (error) {
        if (Date.now() + retryDelayMs > deadline) throw error;
        await delay(retryDelayMs);
      }
    }
  }

  /** Ends the engine's connections; the session belongs to whoever opened it. */
  close(): void {
    this.#engine?.close();
    this.#engine = undefined;
  }
}
