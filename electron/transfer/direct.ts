/**
 * The direct route: the source sends to the target over an SSH connection of their own; the laptop starts both commands
 * and hears how far they are.
 *
 * Nothing secret is put on a host. The connection is let in by a key made for it, whose private half stays in the
 * laptop: an agent with this one key is forwarded to the source while it connects. On the target the key may do nothing
 * but run `direct-join.sh`, and only until the connection is there: then it is taken out again.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BaseAgent } from 'ssh2';
import { asShiplockError, ShiplockError } from '../../shared/errors.ts';
import { abortReason, deadline } from '../hosts/cancellation.ts';
import { keyType } from '../hosts/fingerprint.ts';
import { EphemeralAgent } from '../hosts/ephemeral-agent.ts';
import type { RemoteProcess, Session } from '../hosts/session.ts';
import { noDirectRoute } from './direct-failure.ts';
import { followSender } from './direct-progress.ts';
import type { JoinRequest, Route } from './route.ts';
import { watchForStall } from './stall.ts';
import { collectWords, outcomeOf, silence, startBoth, transferFailure } from './two-commands.ts';

const read = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
const placeScript = read('direct-place.sh');
const keyScript = read('direct-key.sh');
const joinScript = read('direct-join.sh');
const connectScript = read('direct-connect.sh');
const sendScript = read('direct-send.sh');
const receiveScript = read('direct-receive.sh');

export interface DirectEnds {
  readonly source: Session;
  readonly target: Session;
  /** Names the route's traces on the hosts: letters and digits. */
  readonly key: string;
  /** A session with the source beside the shared one, as its login user, with this agent forwarded. */
  readonly openApart: (agent: BaseAgent, signal: AbortSignal) => Promise<Session>;
}

/** The connection between the hosts is given this long. */
const openMs = 20_000;
/** How long the connection's orderly end may take before it is cut short. */
const goodbyeMs = 2000;

/**
 * Opens the connection. Throws 'no-direct-route' with the reason, 'link-lost', 'sudo-refused' or the signal's reason.
 * Whatever comes of it, `removeDirect` takes away what is left of it on the hosts.
 */
export async function openDirect(ends: DirectEnds, signal: AbortSignal): Promise<DirectRoute> {
  const { source, target, key, openApart } = ends;
  const overdue = {
    en: `${source.host.name} got no connection to ${target.host.name} in ${openMs} ms.`,
    zh: `${source.host.name} 在 ${openMs} 毫秒内没有连上 ${target.host.name}。`,
  };
  using limit = deadline(signal, openMs, overdue);
  const agent = new EphemeralAgent();
  const login = target.host.user;
  const options = { signal: limit.signal };
  let apart: Session | undefined;
  try {
    const known = `shiplock-target ${keyType(target.hostKey)} ${target.hostKey.toString('base64')}\n`;
    const [here, there, opened] = await Promise.all([
      openPlace(source, key, 'known', known, limit.signal),
      openPlace(target, key, 'join', joinScript, limit.signal),
      openApart(agent, limit.signal).then((session) => {
        apart = session;
        return session;
      }),
    ]);
    await target.script('direct-key', keyScript, ['add', login, key, agent.publicKey, there], options);
    const connection = await connectTo(target, opened, here, key, limit.signal);
    await target.script('direct-key', keyScript, ['remove', login, key], options);
    return new DirectRoute(here, there, key, opened, connection);
  } catch (thrown) {
    apart?.close();
    if (signal.aborted || source.lost.aborted || target.lost.aborted) throw thrown;
    throw noDirectRoute(source.host.name, target.host, thrown);
  }
}

/** Nothing of the direct route is left on either host, its processes and its key included. Safe to repeat. */
export async function removeDirect(
  { source, target, key }: Omit<DirectEnds, 'openApart'>,
  signal?: AbortSignal,
): Promise<void> {
  await Promise.all([
    removeDirectFromTarget(target, key, signal),
    source.script('direct-place', placeScript, ['close', key], { signal }),
  ]);
}

/** Without the source: nothing arrives over it any more, and nobody is let in for it. */
export async function removeDirectFromTarget(
  target: Session,
  key: string,
  signal?: AbortSignal,
): Promise<void> {
  await Promise.all([
    target.script('direct-key', keyScript, ['remove', target.host.user, key], { signal }),
    target.script('direct-place', placeScript, ['close', key], { signal }),
  ]);
}

export class DirectRoute implements Route {
  readonly kind = 'direct';
  readonly #here: string;
  readonly #there: string;
  readonly #mark: string;
  readonly #apart: Session;
  readonly #connection: RemoteProcess;
  #tickets = 0;

  constructor(here: string, there: string, key: string, apart: Session, connection: RemoteProcess) {
    this.#here = here;
    this.#there = there;
    this.#mark = markOf(key);
    this.#apart = apart;
    this.#connection = connection;
  }

  async join(request: JoinRequest): Promise<void> {
    const { source, target, bothWays, what, onBytes } = request;
    using stall = watchForStall(request);
    this.#tickets += 1;
    const words = [`t${this.#tickets}`, bothWays ? 'both-ways' : 'one-way'];
    const send = ['env', this.#mark, 'sh', '-c', sendScript, 'direct-send', this.#here, ...words];
    const receive = ['env', this.#mark, 'sh', '-c', receiveScript, 'direct-receive', this.#there, ...words];
    const [sender, receiver] = await startBoth(
      { session: source.session, command: [...send, ...source.command] },
      { session: target.session, command: [...receive, ...target.command] },
      stall.signal,
    );
    const errors = [collectWords(sender), collectWords(receiver)] as const;
    sender.stdin.end();
    receiver.stdin.end();
    receiver.stdout.resume();
    const ends = await Promise.allSettled([
      outcomeOf(
        followSender(sender, (bytes) => {
          onBytes(bytes);
          stall.heard();
        }),
        receiver,
      ),
      outcomeOf(receiver.exit, sender),
    ]);
    // Whoever tries again by another route must not meet what is left of this one.
    await silence(sender, receiver);
    const [sent, received] = ends;
    if (sent.status === 'rejected') throw sent.reason;
    if (received.status === 'rejected') throw received.reason;
    if (sent.value.status === 0 && received.value.status === 0) return;
    throw transferFailure(
      what,
      { host: source.session.host.name, status: sent.value.status, words: errors[0]() },
      { host: target.session.host.name, status: received.value.status, words: errors[1]() },
    );
  }

  /**
   * Sends a few bytes there and back, so that what is wrong with the way shows before anything depends on it. Throws
   * 'no-direct-route', 'link-lost', 'sudo-refused' or the signal's reason.
   */
  async prove(source: Session, target: Session, signal: AbortSignal): Promise<void> {
    const words = 'there and back';
    let sent = 0;
    try {
      await this.join({
        source: { session: source, command: ['sh', '-c', `printf %s "$0"; test "$(cat)" = "$0"`, words] },
        target: { session: target, command: ['head', '-c', String(words.length)] },
        bothWays: true,
        what: { en: 'a trial', zh: '试传数据' },
        onBytes: (bytes) => {
          sent += bytes;
        },
        signal,
      });
    } catch (thrown) {
      if (asShiplockError(thrown).code !== 'transfer-failed') throw thrown;
      throw noDirectRoute(source.host.name, target.host, thrown);
    }
    if (sent === words.length) return;
    const odd = new ShiplockError('transfer-failed', {
      en: `dd on ${source.host.name} counts ${sent} bytes.`,
      zh: `${source.host.name} 上的 dd 报告 ${sent} 字节。`,
    });
    throw noDirectRoute(source.host.name, target.host, odd);
  }

  /** Ends the connection. What is on the hosts is for `removeDirect`. */
  async close(): Promise<void> {
    this.#connection.stdin.end();
    const late = setTimeout(() => this.#connection.terminate(), goodbyeMs);
    await this.#connection.exit.catch(() => undefined);
    clearTimeout(late);
    this.#apart.close();
  }
}

const markOf = (key: string): string => `SHIPLOCK_ROUTE=${key}`;

async function openPlace(
  session: Session,
  key: string,
  file: string,
  content: string,
  signal: AbortSignal,
): Promise<string> {
  const args = ['open', key, session.host.user, file];
  const { stdout } = await session.script('direct-place', placeScript, args, { input: content, signal });
  const folder = stdout.trim();
  // It becomes a part of commands, that of the key among them.
  if (folder === `/run/shiplock/${key}.route`) return folder;
  const { name } = session.host;
  const text = { en: `${name} did not make a folder for the route.`, zh: `${name} 没有为传输路径创建目录。` };
  throw new ShiplockError('command-failed', text, { details: folder.slice(0, 1000) });
}

/** Throws 'command-failed' with ssh's words when it gives up. */
async function connectTo(
  { host, hostKey }: Session,
  apart: Session,
  place: string,
  key: string,
  signal: AbortSignal,
): Promise<RemoteProcess> {
  const type = keyType(hostKey);
  const algorithms = type === 'ssh-rsa' ? 'rsa-sha2-512,rsa-sha2-256' : type;
  const args = [place, host.address, String(host.port), host.user, algorithms];
  const command = ['env', markOf(key), 'sh', '-c', connectScript, 'direct-connect', ...args];
  // Not ended by the signal: that belongs to the opening, and the connection outlives it.
  const connection = await apart.open(command);
  const words = collectWords(connection);
  const hello = once(connection.stdout, 'data').then(([chunk]) => String(chunk));
  const ended = connection.exit.then(async ({ status }) => {
    await silence(connection);
    const text = { en: `ssh ended with status ${status}.`, zh: `ssh 已结束，状态码 ${status}。` };
    throw new ShiplockError('command-failed', text, { details: words() });
  });
  const stopped = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(abortReason(signal)), { once: true });
  });
  for (const failure of [ended, stopped]) failure.catch(() => undefined);
  const said = await Promise.race([hello, ended, stopped]);
  if (said === 'open\n') return connection;
  connection.terminate();
  const text = { en: 'The far end does not answer as it should.', zh: '对端的应答不正确。' };
  throw new ShiplockError('command-failed', text, { details: said });
}
