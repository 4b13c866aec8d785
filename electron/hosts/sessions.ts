/** The open sessions, one for each host, shared by everyone who needs it. */
import type { BaseAgent } from 'ssh2';
import type { AskSecret } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { abortReason } from './cancellation.ts';
import { connect } from './connect.ts';
import { MissingSecretError, Secrets } from './secrets.ts';
import type { Session, SshSession } from './session.ts';

interface Asking {
  readonly askSecret: AskSecret | undefined;
  readonly onlyIfAtHand: boolean;
}

interface Entry {
  /** The host as it was described when it was connected to. */
  readonly description: string;
  readonly session: Promise<Session>;
  /** A person is asked for what the login needs. */
  readonly asksPerson: boolean;
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
   * `askSecret` is asked when it has to be opened; `onlyIfAtHand`: no person is.
   */
  get(
    name: string,
    signal?: AbortSignal,
    askSecret?: AskSecret,
    { onlyIfAtHand = false } = {},
  ): Promise<Session> {
    return untilAborted(this.#get(name, [], { askSecret, onlyIfAtHand }), signal);
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

  async #get(name: string, behind: readonly string[], asking: Asking): Promise<Session> {
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
      if (entry.asksPerson || !asksPerson(asking)) return entry.session;
      // For want of a secret it is refused to whoever asks nobody, and not to whoever does.
      return entry.session.catch((thrown: unknown) => {
        if (thrown instanceof MissingSecretError) return this.#get(name, behind, asking);
        throw thrown;
      });
    }
    const session = this.#connect(host, behind, asking);
    const opened = { description, session, asksPerson: asksPerson(asking) };
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

  async #connect(host: Host, behind: readonly string[], asking: Asking): Promise<Session> {
    const jump =
      host.jump === undefined ? undefined : await this.#get(host.jump, [...behind, host.name], asking);
    const { askSecret, onlyIfAtHand } = asking;
    const session = await connect(host, {
      ...this.#options,
      jump,
      signal: this.#disposed.signal,
      secrets: this.#secrets,
      askSecret: askSecret && onlyIfAtHand ? (request) => askSecret({ ...request, onlyIfAtHand }) : askSecret,
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

const asksPerson = ({ askSecret, onlyIfAtHand }: Asking): boolean => askSecret !== undefined && !onlyIfAtHand;

function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(abortReason(signal));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
