/** What went wrong on the way to a session, in words that say what to do. */
import { ShiplockError } from '../../shared/errors.ts';

interface Failing {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** `cause` is ssh2's error, absent if the connection was closed without a word. */
export function connectFailure(
  host: Failing,
  isNegotiated: boolean,
  cause: Error | undefined,
): ShiplockError {
  const { name, address, port } = host;
  const at = `${name} (${address} port ${port})`;
  const unreachable = (message: string, remedy: string): ShiplockError =>
    new ShiplockError('host-unreachable', message, { remedy, details: cause?.message, cause });
  const refused = (message: string, remedy: string): ShiplockError =>
    new ShiplockError('login-refused', message, { remedy, details: cause?.message, cause });

  switch (text(cause, 'code')) {
    case 'ECONNREFUSED':
      return unreachable(`Nothing answers on ${at}.`, `Check the port, and that sshd is running on ${name}.`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return unreachable(
        `There is no way to ${at}.`,
        'Check the address, the cable and this machine’s network.',
      );
    case 'ETIMEDOUT':
      return unreachable(`No answer from ${at}.`, `Check that ${name} is powered and on the network.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        `The name ${address} is not known here.`,
        'Check the spelling, or use the IP address.',
      );
    case 'ECONNRESET':
    case 'EPIPE':
      return unreachable(
        `${at} dropped the connection.`,
        `Try again; if it persists, look at sshd’s log on ${name}.`,
      );
    default:
  }
  switch (text(cause, 'level')) {
    case 'client-timeout':
      return unreachable(`No answer from ${at}.`, `Check that ${name} is powered and on the network.`);
    case 'client-authentication':
      return refused(
        `${name} does not accept this key for this user.`,
        `Check the user name, and that the public key is in the user's ~/.ssh/authorized_keys on ${name}.`,
      );
    case 'agent':
      return refused(
        'The SSH agent gives no answer.',
        'Start it and add the key (ssh-add), or name a key file.',
      );
    case 'handshake':
      return unreachable(
        `${at} and Shiplock have no encryption in common.`,
        `Update the SSH server on ${name}; Shiplock needs AES and a host key of type Ed25519, ECDSA or RSA with SHA-2.`,
      );
    case 'protocol':
      return unreachable(`What answers at ${at} does not speak SSH.`, 'Check the address and the port.');
    default:
  }
  if (isNegotiated) {
    return refused(
      `${name} ended the connection during the login.`,
      `Look at sshd’s log on ${name}. Too many keys in the agent is a common cause: name a key file.`,
    );
  }
  return unreachable(
    `${at} ended the connection.`,
    `Try again; if it persists, look at sshd’s log on ${name}.`,
  );
}

function text(error: Error | undefined, property: 'code' | 'level'): string | undefined {
  if (error === undefined || !(property in error)) return undefined;
  const value = (error as Error & Record<typeof property, unknown>)[property];
  return typeof value === 'string' ? value : undefined;
}
