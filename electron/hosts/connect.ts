/** From a host's description to a session: reach it, make sure it is the one, log in, and see whether sudo lets one. */
import type { BaseAgent } from 'ssh2';
import type { AskSecret } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import type { BothLanguages } from '../../shared/words.ts';
import { hostKeyRequests } from './algorithms.ts';
import { agentFor, type Credentials, keyFor } from './credentials.ts';
import { fingerprint, isSameFingerprint, keyType } from './fingerprint.ts';
import { type JumpHost, type Link, openLink } from './link.ts';
import { loginWith } from './login.ts';
import { Secrets } from './secrets.ts';
import { SshSession } from './session.ts';
import { SudoAsksError } from './sudo.ts';

export interface ConnectOptions {
  readonly signal?: AbortSignal | undefined;
  /** An agent's socket, or an agent; by default the one the environment names. */
  readonly agent?: BaseAgent | string | undefined;
  /** Reach the host from this session's. It stays its owner's to close; the new session is lost with it. */
  readonly jump?: JumpHost | undefined;
  /**
   * Forwarded to the host with every command of this session; it takes no part in the login. An sshd that forbids it
   * runs no command: `link-lost`, with "agent forwarding" in the details.
   */
  readonly forwardedAgent?: BaseAgent | undefined;
  /** What was asked for already, and where answers are kept; by default nothing is, nor remembered. */
  readonly secrets?: Secrets | undefined;
  readonly askSecret?: AskSecret | undefined;
}

/**
 * A session with a host whose key is the pinned one. Throws `host-key` if it is another (nothing has been sent to it),
 * `login-refused`, `sudo-refused`, `host-unreachable`, or the signal's reason.
 */
export async function connect(host: Host, options: ConnectOptions = {}): Promise<SshSession> {
  const { secrets = new Secrets(), askSecret } = options;
  const link = await logIn(host, options, secrets);
  if (!host.sudo) return new SshSession(host, link, undefined);
  try {
    return await throughSudo(host, link, secrets, askSecret);
  } catch (thrown) {
    const text = { en: `The connection to ${host.name} was closed.`, zh: `与 ${host.name} 的连接已关闭。` };
    link.disconnect(new ShiplockError('cancelled', text));
    throw thrown;
  }
}

async function logIn(host: Host, options: ConnectOptions, secrets: Secrets): Promise<Link> {
  const { askSecret } = options;
  switch (host.login) {
    case 'agent':
      return reach(host, { login: 'agent', agent: agentFor(host, options.agent) }, options);
    case 'key':
      return reach(host, { login: 'key', key: await keyFor(host, secrets, askSecret) }, options);
    case 'password':
      return secrets.use(host, 'password', askSecret, (password) =>
        reach(host, { login: 'password', password }, options),
      );
  }
}

/** sudo may ask for a password or not: it is asked itself, unless a password is known that it can be tried with. */
async function throughSudo(
  host: Host,
  link: Link,
  secrets: Secrets,
  ask: AskSecret | undefined,
): Promise<SshSession> {
  if (!secrets.knows(host, 'sudo-password')) {
    const session = new SshSession(host, link, {});
    try {
      await session.proveSudo();
      return session;
    } catch (thrown) {
      if (!(thrown instanceof SudoAsksError)) throw thrown;
    }
  }
  return secrets.use(host, 'sudo-password', ask, async (password) => {
    const session = new SshSession(host, link, { password });
    await session.proveSudo();
    return session;
  });
}

async function reach(host: Host, credentials: Credentials, options: ConnectOptions): Promise<Link> {
  const { name, address, port } = host;
  const destination = { name, address, port, jump: options.jump, signal: options.signal };
  // The login itself names its own agents: ssh2's one place for an agent is free for the one that is forwarded.
  const { forwardedAgent } = options;
  const forwarding = forwardedAgent === undefined ? {} : { agent: forwardedAgent, agentForward: true };
  let impostor: ShiplockError | undefined;
  for (const hostKeys of hostKeyRequests(host.hostKeyType)) {
    let other: Buffer | undefined;
    const isHostKey = (key: Buffer): boolean => {
      const isPinned = isSameFingerprint(fingerprint(key), host.hostKey);
      if (!isPinned) other = key;
      return isPinned;
    };
    try {
      return await openLink(destination, {
        ...loginWith(host, credentials),
        ...forwarding,
        hostKeys,
        isHostKey,
      });
    } catch (thrown) {
      if (other !== undefined) impostor ??= otherKey(host, other);
      else if (!hasNoSuchKey(thrown)) throw thrown;
    }
  }
  throw impostor ?? lostKey(host);
}

/** ssh2's words for a host that has no key of the types it was asked for. */
function hasNoSuchKey(thrown: unknown): boolean {
  return thrown instanceof ShiplockError && /no matching host key format/.test(thrown.details ?? '');
}

const state = {
  en: 'The connection was closed at once. No login, no command and no data was sent.',
  zh: '连接已立即关闭。没有发送任何登录信息、命令或数据。',
};

function otherKey(host: Host, key: Buffer): ShiplockError {
  const shown = fingerprint(key);
  const type = keyType(key);
  const text = {
    en: `${host.name} IS NOT THE HOST YOU AGREED TO: its key is ${shown} (${type}), the agreed one is ${host.hostKey}. Either it was reinstalled, or something else answers at ${host.address}.`,
    zh: `${host.name} 不是您确认过的主机：其密钥指纹为 ${shown}（${type}），而确认过的是 ${host.hostKey}。要么它重装过系统，要么 ${host.address} 上应答的是别的机器。`,
  };
  return new ShiplockError('host-key', text, { state, remedy: compareKeys(host) });
}

function lostKey(host: Host): ShiplockError {
  const type = host.hostKeyType ?? 'any';
  const text = {
    en: `${host.name} HAS NO KEY OF THE TYPE YOU AGREED TO (${type}); the agreed one is ${host.hostKey}. Either it was reinstalled, or something else answers at ${host.address}.`,
    zh: `${host.name} 没有您确认过的那种类型（${type}）的密钥；确认过的是 ${host.hostKey}。要么它重装过系统，要么 ${host.address} 上应答的是别的机器。`,
  };
  return new ShiplockError('host-key', text, { state, remedy: compareKeys(host) });
}

function compareKeys({ name }: Host): BothLanguages {
  const listing = '"for k in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $k; done"';
  return {
    en: `On the console of ${name}, run ${listing}. Only if what it prints is what the host shows: shiplock hosts remove ${name}, then add it again.`,
    zh: `请在 ${name} 的控制台上执行 ${listing}。只有其输出与主机出示的一致时，才可移除该主机（shiplock hosts remove ${name}），再重新添加。`,
  };
}
