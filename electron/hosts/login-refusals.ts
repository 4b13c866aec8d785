/** Why a host did not let one in, each in a sentence. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { WrongSecretError } from './secrets.ts';

function refused(message: string, remedy: string, details?: string): ShiplockError {
  return new ShiplockError('login-refused', message, { remedy, details });
}

const authorizedKeys = (host: Host): string =>
  `Check the user name, and that the public key is in the user's ~/.ssh/authorized_keys on ${host.name}.`;

export function unknownKey(host: Host): ShiplockError {
  return refused(
    `${host.name} does not accept this key for ${host.user} (key file ${host.key}).`,
    authorizedKeys(host),
  );
}

export function unknownKeys(host: Host, count: number): ShiplockError {
  if (count === 0) {
    return refused('The SSH agent holds no key.', 'Add the key to it (ssh-add), or name a key file.');
  }
  return refused(
    `${host.name} does not accept any of the SSH agent's keys (${count}) for ${host.user}.`,
    authorizedKeys(host),
  );
}

export function agentRefused(cause: Error): ShiplockError {
  return refused(
    'The SSH agent did not sign with the key.',
    'Unlock it, confirm the use of the key, or touch its device; or name a key file.',
    cause.message,
  );
}

export function agentSilent(cause: unknown): ShiplockError {
  return refused(
    'The SSH agent gives no answer.',
    'Start it and add the key (ssh-add), or name a key file.',
    String(cause),
  );
}

/** Wrong, or not allowed for this user: sshd does not say which. */
export function wrongPassword(host: Host): WrongSecretError {
  return new WrongSecretError(
    'login-refused',
    `${host.name} does not accept this password for ${host.user}.`,
    {
      remedy:
        host.user === 'root'
          ? `Check the password. Many hosts let root in by key only (PermitRootLogin in sshd's configuration).`
          : 'Check the user name and the password.',
    },
  );
}

export function expiredPassword(host: Host): ShiplockError {
  return refused(
    `The password of ${host.user} on ${host.name} has expired: the host asks for a new one.`,
    `Log in to ${host.name} with ssh and change it.`,
  );
}

export function notTaken(host: Host, what: 'keys' | 'passwords', methods: readonly string[]): ShiplockError {
  const instead = methods.length === 0 ? 'nothing that Shiplock has' : methods.join(', ');
  const hint =
    what === 'keys'
      ? 'Add the host again with --password, or let its sshd take keys (PubkeyAuthentication).'
      : 'Add the host again with a key, or let its sshd take passwords (PasswordAuthentication).';
  return refused(`${host.name} takes no ${what} from ${host.user}; it takes ${instead}.`, hint);
}

/** `what` the host wants besides. Nothing was answered to it. */
export function secondFactor(host: Host, what: string): ShiplockError {
  return refused(
    `${host.name} asks ${host.user} for a second factor (${what}), which Shiplock cannot give.`,
    `On ${host.name}, let this user in with one: in sshd's configuration, "Match User ${host.user}" and "AuthenticationMethods publickey".`,
  );
}
