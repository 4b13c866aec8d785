/** What is offered to an sshd. */
import type { Algorithms } from 'ssh2';

/**
 * Host keys in a fixed order, so that a host shows the same key every time; ciphers that Electron's crypto has (it lacks
 * chacha20), fastest first.
 */
export const algorithms: Algorithms = {
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
};
