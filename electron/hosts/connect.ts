/** From a host's description to a session: reach it, make sure it is the one, log in. */
import type { BaseAgent } from 'ssh2';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { fingerprint, isSameFingerprint, keyType } from './fingerprint.ts';
import { type JumpHost, openLink } from './link.ts';
import { type Login, loginFor } from './login.ts';
import { type Session, SshSession } from './session.ts';

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
}

/**
 * A session with a host whose key is the pinned one. Throws `host-key` if it is another (nothing has been sent to it),
 * `login-refused`, `host-unreachable`, or the signal's reason.
 */
export async function connect(host: Host, options: ConnectOptions = {}): Promise<Session> {
  const login = await loginFor(host, options.agent);
  let impostor: ShiplockError | undefined;
  let hostKey = Buffer.alloc(0);
  const link = await openLink(
    { name: host.name, address: host.address, port: host.port, jump: options.jump, signal: options.signal },
    {
      ...(options.forwardedAgent === undefined ? login : forwarding(login, options.forwardedAgent)),
      hostVerifier: (key: Buffer) => {
        hostKey = Buffer.from(key);
        if (isSameFingerprint(fingerprint(key), host.hostKey)) return true;
        impostor = otherKey(host, key);
        return false;
      },
    },
  ).catch((thrown: unknown) => Promise.reject(impostor ?? thrown));
  return new SshSession(host, hostKey, link.client, link.lost, link.disconnect);
}

/** ssh2 has one place for the agent that logs in and the one that is forwarded: the former goes into the login itself. */
function forwarding(login: Login, forwarded: BaseAgent): Login & { agentForward: true } {
  const { agent, username } = login;
  const authHandler = login.authHandler.map((way) =>
    way === 'agent' && agent !== undefined ? { type: 'agent' as const, username, agent } : way,
  );
  // ssh2 takes a list of both kinds, though its types know only lists of one.
  return { ...login, authHandler: authHandler as Login['authHandler'], agent: forwarded, agentForward: true };
}

function otherKey(host: Host, key: Buffer): ShiplockError {
  const message =
    `${host.name} IS NOT THE HOST YOU AGREED TO: its key is ${fingerprint(key)} (${keyType(key)}), ` +
    `the agreed one is ${host.hostKey}. Either it was reinstalled, or something else answers at ${host.address}.`;
  return new ShiplockError('host-key', message, {
    state: 'The connection was closed at once. No login, no command and no data was sent.',
    remedy:
      `On the console of ${host.name}, run "for k in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $k; done". ` +
      `Only if it prints the new fingerprint: shiplock hosts remove ${host.name}, then add it again.`,
  });
}
