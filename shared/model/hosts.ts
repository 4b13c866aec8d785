/** A host, and how Shiplock is let in. */
import { z } from 'zod';

/** A name a host or its jump host goes by: shown, typed and used in file names, so kept simple. */
export const hostName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'letters, digits, dot, dash and underscore, at most 63');

/**
 * How a host lets Shiplock in: by a key that the SSH agent holds, by a key file (with or without a passphrase), or by a
 * password, which sshd may take as such or ask for on a "keyboard".
 */
export const login = z.enum(['agent', 'key', 'password']);
export type Login = z.infer<typeof login>;

/** How to reach a host, and how to log in. No secret is ever part of it: `key` is a file's path. */
export const host = z
  .object({
    name: hostName,
    address: z.string().min(1),
    port: z.number().int().min(1).max(65535),
    user: z.string().min(1),
    /** By default `key` where a key file is named, and `agent` where none is. */
    login: login.optional(),
    /** Private key file, for the login `key`. */
    key: z.string().min(1).optional(),
    /** Run commands through sudo, with a password where sudo asks for one. */
    sudo: z.boolean(),
    /** Reach it through this host. */
    jump: hostName.optional(),
    /** The pinned host key, as `SHA256:` and base64 without padding, as ssh-keygen -l prints it. */
    hostKey: z.string(),
    /** The pinned key's type, for instance `ssh-ed25519`; it is not known of hosts added before it was noted. */
    hostKeyType: z.string().optional(),
  })
  .transform((host) => ({ ...host, login: host.login ?? (host.key === undefined ? 'agent' : 'key') }))
  .refine(({ login, key }) => (login === 'key') === (key !== undefined), {
    path: ['key'],
    error: 'a key file belongs to the login "key", and to no other',
  });
export type Host = z.infer<typeof host>;
