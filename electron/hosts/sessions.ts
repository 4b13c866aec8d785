/** The open sessions, one for each host, shared by everyone who needs it. */
import type { BaseAgent } from 'ssh2';
import type { AskSecret } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { abortReason } from './cancellation.ts';
import { connect } from './connect.ts';
import { MissingSecretError, Secrets } from './secrets.ts';
import type { Session, SshSession } from './session.ts';

interface Entry {
  /** The host as it was described when it was connected to. */
  readonly description: string;
  readonly session: Promise<Session>;
  /** Whoever opens it can be asked for what the login needs. */
  readonly mayAsk: boolean;
}

export interface SessionsOptions {
  /** See `connect`. */
  readonly agent?: BaseAgent | string | undefined;
}

export class Sessions implements Disposable {
  readonly #hostNamed: (name: string) => Host;
  readonly #options: SessionsOptions;
  readonly #current = new Map<string, Entry>();
  /** Every session still to be closed, jump hosts before those behind them. */
  readonly #open = new Set<Session>();
  /** Marks of sessions that were lost, by host: what may still run there. */
  readonly #leftovers = new Map<string, string[]>();
  readonly #disposed = new AbortController();
  /** What one session asked for need not be asked for the next. */
  readonly #secrets = new Secrets();

  /** `hostNamed` throws for a name it does not know. */
  constructor(hostNamed: (name: string) => Host, options: SessionsOptions = {}) {
    this.#hostNamed = hostNamed;
    this.#options = options;
  }

  /**
   * The session with a host, opened if there is none, through its jump host if it has one. A lost session is replaced by
   * the next call; so is one whose host has been described anew since. Throws what `connect` throws, `usage` for jump
   * hosts in a circle, or the signal's reason: then the connection is still made, for the next caller.
   * `askSecret` is asked when it has to be opened.
   */
  get(name: string, signal?: AbortSignal, askSecret?: AskSecret): Promise<Session> {
    return untilAborted(this.#get(name, [], askSecret), signal);
  }

  /** A session with a host that nobody knows by name yet; the caller closes it. Throws as `get`. */
  async openOnce(host: Host, signal?: AbortSignal, askSecret?: AskSecret): Promise<Session> {
    const jump = host.jump === undefined ? undefined : await this.get(host.jump, signal, askSecret);
    return connect(host, { ...this.#options, jump, signal, secrets: this.#secrets, askSecret });
  }

  /**
   * A session beside the shared one, through the same jump host, whose commands run as the login user, without sudo, and
   * with `agent` forwarded to the host. It is the caller's to close. Throws what `get` throws.
   */
  async openApart(name: string, agent: BaseAgent, signal?: AbortSignal): Promise<Session> {
    const host = this.#hostNamed(name);
    const jump = host.jump === undefined ? undefined : await this.get(host.jump, signal);
    const stop = AbortSignal.any([this.#disposed.signal, ...(signal === undefined ? [] : [signal])]);
    const apart = { ...host, sudo: false };
    const session = await connect(apart, {
      ...this.#options,
      jump,
      signal: stop,
      secrets: this.#secrets,
      forwardedAgent: agent,
    });
    this.#open.add(session);
    session.lost.addEventListener('abort', () => this.#open.delete(session), { once: true });
    return session;
  }

  [Symbol.dispose](): void {
    this.#disposed.abort(
      new ShiplockError('cancelled', {
        en: 'Shiplock is closing its connections.',
        zh: 'Shiplock 正在关闭其连接。',
      }),
    );
    this.#current.clear();
    for (const session of [...this.#open].reverse()) session.close();
  }

  async #get(name: string, behind: readonly string[], ask: AskSecret | undefined): Promise<Session> {
    if (behind.includes(name)) {
      const circle = [...behind, name].join(' → ');
      const text = { en: `The jump hosts go in a circle: ${circle}.`, zh: `跳板机形成了循环：${circle}。` };
      throw new ShiplockError('usage', text, {
        remedy: { en: 'Change the jump host of one of them.', zh: '请更改其中一台主机的跳板机。' },
      });
    }
    const host = this.#hostNamed(name);
    const description = JSON.stringify(host);
    const entry = this.#current.get(name);
    if (entry?.description === description) {
      if (entry.mayAsk || ask === undefined) return entry.session;
      // Refused for want of a secret to somebody who could not be asked, it is not to one who can.
      return entry.session.catch((thrown: unknown) => {
        if (thrown instanceof MissingSecretError) return this.#get(name, behind, ask);
        throw thrown;
      });
    }
    const session = this.#connect(host, behind, ask);
    const opened = { description, session, mayAsk: ask !== undefined };
    this.#current.set(name, opened);
    const forget = (): void => {
      if (this.#current.get(name) === opened) this.#current.delete(name);
    };
    try {
      const session = await opened.session;
      session.lost.addEventListener('abort', forget, { once: true });
      if (session.lost.aborted) forget();
      return session;
    } catch (thrown) {
      forget();
      throw thrown;
    }
  }

  async #connect(host: Host, behind: readonly string[], askSecret: AskSecret | undefined): Promise<Session> {
    const jump =
      host.jump === undefined ? undefined : await this.#get(host.jump, [...behind, host.name], askSecret);
    const session = await connect(host, {
      ...this.#options,
      jump,
      signal: this.#disposed.signal,
      secrets: this.#secrets,
      askSecret,
    });
    await this.#endLeftovers(session);
    this.#open.add(session);
    session.lost.addEventListener('abort', () => this.#forget(session), { once: true });
    if (session.lost.aborted) this.#forget(session);
    return session;
  }

  async #endLeftovers(session: SshSession): Promise<void> {
    const { name } = session.host;
    for (const mark of this.#leftovers.get(name) ?? []) await session.endCommandsOf(mark);
    if (!session.lost.aborted) this.#leftovers.delete(name);
  }

  #forget(session: SshSession): void {
    this.#open.delete(session);
    const { name } = session.host;
    const isLost = abortReason(session.lost).code === 'link-lost';
    if (isLost) this.#leftovers.set(name, [...(this.#leftovers.get(name) ?? []), session.commandsMark]);
  }
}

function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(abortReason(signal));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
