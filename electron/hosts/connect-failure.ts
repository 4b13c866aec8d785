/** What went wrong on the way to a session, in words that say what to do. */
import { ShiplockError } from '../../shared/errors.ts';

interface Failing {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** How far the attempt came: not even to the port, to something that listens there, or to the login. */
export type Reached = 'nothing' | 'port' | 'login';

/** `cause` is ssh2's error, absent if there was none: the connection was closed, or nothing happened in time. */
export function connectFailure(host: Failing, reached: Reached, cause: Error | undefined): ShiplockError {
  const { name, address, port } = host;
  const at = `${name} (${address} port ${port})`;
  const unreachable = (message: string, remedy: string): ShiplockError =>
    new ShiplockError('host-unreachable', message, { remedy, details: cause?.message, cause });

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
      return unreachable(`No answer from ${at}.`, powered(name));
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
  if (/too many authentication failures/i.test(cause?.message ?? '')) return tooManyKeys(name, cause);
  switch (text(cause, 'level')) {
    case 'client-timeout':
      return unreachable(...silence(name, at, reached));
    case 'handshake':
      return unreachable(
        `${at} and Shiplock have no encryption in common.`,
        `Update the SSH server on ${name}; Shiplock needs AES and a host key of type Ed25519, ECDSA or RSA with SHA-2.`,
      );
    case 'protocol':
      if (/connection lost before handshake/i.test(cause?.message ?? '')) break;
      return unreachable(`What answers at ${at} does not speak SSH.`, 'Check the address and the port.');
    default:
  }
  if (reached === 'nothing') return unreachable(`No answer from ${at}.`, powered(name));
  return unreachable(
    reached === 'login'
      ? `${name} ended the connection during the login.`
      : `${at} ended the connection before the login.`,
    `Try again in a minute: a host that is starting, busy, or has seen several failed logins turns everybody away. If it persists, look at sshd’s log on ${name}.`,
  );
}

const powered = (name: string): string => `Check that ${name} is powered and on the network.`;

function silence(name: string, at: string, reached: Reached): [message: string, remedy: string] {
  switch (reached) {
    case 'nothing':
      return [`No answer from ${at}.`, powered(name)];
    case 'port':
      return [
        `${at} takes connections, but its SSH server does not answer.`,
        `Look at ${name} on its console: it may hang, or be short of memory or disk.`,
      ];
    case 'login':
      return [
        `${name} did not finish the login in time.`,
        `Look at sshd’s log on ${name}: the account’s directory service or the host may be slow.`,
      ];
  }
}

function tooManyKeys(name: string, cause: Error | undefined): ShiplockError {
  return new ShiplockError(
    'login-refused',
    `${name} ended the login after too many keys (MaxAuthTries in sshd’s configuration).`,
    {
      remedy: 'The SSH agent holds more keys than the host lets one try: name a key file for this host.',
      details: cause?.message,
      cause,
    },
  );
}

function text(error: Error | undefined, property: 'code' | 'level'): string | undefined {
  if (error === undefined || !(property in error)) return undefined;
  const value = (error as Error & Record<typeof property, unknown>)[property];
  return typeof value === 'string' ? value : undefined;
}
