/** What a login is made with, read and checked before anything is sent. */
import { readFile } from 'node:fs/promises';
import type { BaseAgent, ParsedKey } from 'ssh2';
import ssh2 from 'ssh2';
import type { AskSecret } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { type Secrets, WrongSecretError } from './secrets.ts';

export type Credentials =
  | { readonly login: 'agent'; readonly agent: BaseAgent }
  | { readonly login: 'key'; readonly key: ParsedKey }
  | { readonly login: 'password'; readonly password: string };

/** OpenSSH's agent on Windows listens here. */
const windowsAgent = '\\\\.\\pipe\\openssh-ssh-agent';

/** The given agent, or the one the environment names. Throws `login-refused` when there is none. */
export function agentFor(host: Host, given: BaseAgent | string | undefined): BaseAgent {
  const found =
    given ?? process.env['SSH_AUTH_SOCK'] ?? (process.platform === 'win32' ? windowsAgent : undefined);
  if (found !== undefined && found !== '') return typeof found === 'string' ? ssh2.createAgent(found) : found;
  throw new ShiplockError(
    'login-refused',
    `No key file is set for ${host.name}, and no SSH agent is running.`,
    {
      remedy: 'Name a private key file for this host, or start an SSH agent and add the key to it (ssh-add).',
    },
  );
}

/**
 * The host's key file, its passphrase asked for if it has one. Throws `login-refused` when the file is unusable or the
 * passphrase is not to be had.
 */
export async function keyFor(host: Host, secrets: Secrets, ask: AskSecret | undefined): Promise<ParsedKey> {
  const file = await readKeyFile(host);
  const parsed = ssh2.utils.parseKey(file);
  if (!(parsed instanceof Error)) return usable(host, parsed);
  if (!/no passphrase given/i.test(parsed.message)) throw unknownKind(host, file, parsed);
  return secrets.use(host, 'passphrase', ask, async (passphrase) => {
    const opened = ssh2.utils.parseKey(file, passphrase);
    if (!(opened instanceof Error)) return usable(host, opened);
    if (/unsupported|not supported/i.test(opened.message)) throw unknownKind(host, file, opened);
    throw new WrongSecretError('login-refused', `The passphrase does not open the key file ${host.key}.`, {
      remedy: `Try it with: ssh-keygen -y -f ${host.key}`,
    });
  });
}

async function readKeyFile(host: Host): Promise<Buffer> {
  try {
    return await readFile(host.key ?? '');
  } catch (cause) {
    const remedy = 'Check that the file exists and that you may read it.';
    throw refuse(host, 'The key file cannot be read', remedy, cause);
  }
}

function usable(host: Host, key: ParsedKey): ParsedKey {
  if (!key.isPrivateKey()) {
    throw refuse(
      host,
      'The file holds a public key',
      'Name the private key: the same file without .pub.',
      undefined,
    );
  }
  if (key.type === 'ssh-dss') throw refuse(host, 'The file holds a DSA key', remedyForKind, undefined);
  return key;
}

const remedyForKind = 'Use an Ed25519, ECDSA or RSA private key as ssh-keygen writes it.';

function unknownKind(host: Host, file: Buffer, cause: Error): ShiplockError {
  if (/type: sk-/.test(cause.message)) {
    const remedy = 'Add the key to an SSH agent (ssh-add), and the host without a key file.';
    return refuse(host, 'The file holds a key of a security device', remedy, cause);
  }
  if (file.subarray(0, 64).toString('latin1').startsWith('PuTTY-User-Key-File-')) {
    const remedy = 'Convert it with PuTTYgen: Conversions, Export OpenSSH key.';
    return refuse(host, "The file holds a key in PuTTY's own form that cannot be read", remedy, cause);
  }
  return refuse(host, 'The file does not hold a private key of a known kind', remedyForKind, cause);
}

function refuse(host: Host, message: string, remedy: string, cause: unknown): ShiplockError {
  return new ShiplockError('login-refused', `${message} (key file ${host.key}, for ${host.name}).`, {
    remedy,
    details: cause === undefined ? undefined : String(cause),
    cause,
  });
}
