/** What is offered to an sshd. */
import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

/** Types of host keys, as keys name themselves, in the order in which a host is asked for them. */
const hostKeyTypes = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
] as const;
type HostKeyType = (typeof hostKeyTypes)[number];

/** The signatures a key is believed by: SHA-1 is not among them. */
function signaturesOf(type: HostKeyType): ServerHostKeyAlgorithm[] {
  return type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type];
}

/**
 * What to ask a host for, one after the other, until it shows the pinned key. A host may have several keys, and get
 * more: where the pinned one's type is known it alone is asked for; otherwise each type on its own after all of them,
 * which have a fixed order, so that a host shows the same key every time.
 */
export function hostKeyRequests(pinnedType: string | undefined): ServerHostKeyAlgorithm[][] {
  const pinned = hostKeyTypes.find((type) => type === pinnedType);
  if (pinned !== undefined) return [signaturesOf(pinned)];
  return [hostKeyTypes.flatMap(signaturesOf), ...hostKeyTypes.map(signaturesOf)];
}

/** Ciphers that Electron's crypto has (it lacks chacha20), fastest first. */
export function algorithms(serverHostKey: ServerHostKeyAlgorithm[]): Algorithms {
  return {
    serverHostKey,
    cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  };
}
