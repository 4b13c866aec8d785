/** The credentials for a host, read and checked before anything is sent. */
import { readFile } from 'node:fs/promises';
import type { AuthenticationType, BaseAgent } from 'ssh2';
import ssh2 from 'ssh2';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';

export interface Login {
  readonly username: string;
  readonly authHandler: AuthenticationType[];
  readonly privateKey?: Buffer;
  readonly agent?: BaseAgent | string;
}

/** OpenSSH's agent on Windows listens here. */
const windowsAgent = '\\\\.\\pipe\\openssh-ssh-agent';

/**
 * The host's key file if it names one, the agent otherwise: `agent` if given, or the one the environment names.
 * Throws `login-refused` when there is nothing usable.
 */
export async function loginFor(host: Host, agent: BaseAgent | string | undefined): Promise<Login> {
  const username = host.user;
  if (host.key !== undefined) {
    return { username, authHandler: ['publickey'], privateKey: await readKey(host.name, host.key) };
  }
  const found =
    agent ?? process.env['SSH_AUTH_SOCK'] ?? (process.platform === 'win32' ? windowsAgent : undefined);
  if (found === undefined || found === '') {
    throw new ShiplockError(
      'login-refused',
      `No key file is set for ${host.name}, and no SSH agent is running.`,
      {
        remedy:
          'Name a private key file for this host, or start an SSH agent and add the key to it (ssh-add).',
      },
    );
  }
  return { username, authHandler: ['agent'], agent: found };
}

async function readKey(name: string, path: string): Promise<Buffer> {
  const refuse = (message: string, remedy: string, cause?: unknown): ShiplockError =>
    new ShiplockError('login-refused', `${message} (key file ${path}, for ${name}).`, {
      remedy,
      details: cause === undefined ? undefined : String(cause),
      cause,
    });
  let text: Buffer;
  try {
    text = await readFile(path);
  } catch (cause) {
    throw refuse(
      'The key file cannot be read',
      'Check that the file exists and that you may read it.',
      cause,
    );
  }
  const parsed = ssh2.utils.parseKey(text);
  if (parsed instanceof Error) {
    if (/no passphrase given|encrypted/i.test(parsed.message)) {
      const remedy =
        'Add the key to an SSH agent (ssh-add), and set this host to use the agent instead of a key file.';
      throw refuse('The key is protected by a passphrase', remedy, parsed);
    }
    const remedy = 'Use an Ed25519, ECDSA or RSA private key as ssh-keygen writes it.';
    throw refuse('The file does not hold a private key of a known kind', remedy, parsed);
  }
  if (!parsed.isPrivateKey()) {
    throw refuse('The file holds a public key', 'Name the private key: the same file without .pub.');
  }
  return text;
}
