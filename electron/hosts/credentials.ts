/** What a login is made with, read and checked before anything is sent. */
import { readFile } from 'node:fs/promises';
import type { BaseAgent, ParsedKey } from 'ssh2';
import ssh2 from 'ssh2';
import type { AskSecret } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { type BothLanguages, en, zh } from '../../shared/words.ts';
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
    {
      en: `No key file is set for ${host.name}, and no SSH agent is running.`,
      zh: `没有为 ${host.name} 设置密钥文件，也没有 SSH 代理在运行。`,
    },
    {
      remedy: {
        en: 'Name a private key file for this host, or start an SSH agent and add the key to it (ssh-add).',
        zh: '请为该主机指定私钥文件，或启动 SSH 代理并加入密钥（ssh-add）。',
      },
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
    const text = {
      en: `The passphrase does not open the key file ${host.key}.`,
      zh: `该口令打不开密钥文件 ${host.key}。`,
    };
    throw new WrongSecretError('login-refused', text, {
      remedy: {
        en: `Try it with: ssh-keygen -y -f ${host.key}`,
        zh: `可这样试一下口令：ssh-keygen -y -f ${host.key}`,
      },
    });
  });
}

async function readKeyFile(host: Host): Promise<Buffer> {
  try {
    return await readFile(host.key ?? '');
  } catch (cause) {
    const text = { en: 'The key file cannot be read', zh: '无法读取密钥文件' };
    const remedy = {
      en: 'Check that the file exists and that you may read it.',
      zh: '请检查该文件是否存在，以及您是否有权读取。',
    };
    throw refuse(host, text, remedy, cause);
  }
}

function usable(host: Host, key: ParsedKey): ParsedKey {
  if (!key.isPrivateKey()) {
    const text = { en: 'The file holds a public key', zh: '该文件是公钥' };
    const remedy = {
      en: 'Name the private key: the same file without .pub.',
      zh: '请指定私钥：去掉 .pub 的同名文件。',
    };
    throw refuse(host, text, remedy, undefined);
  }
  if (key.type !== 'ssh-dss') return key;
  throw refuse(host, { en: 'The file holds a DSA key', zh: '该文件是 DSA 密钥' }, remedyForKind, undefined);
}

const remedyForKind = {
  en: 'Use an Ed25519, ECDSA or RSA private key as ssh-keygen writes it.',
  zh: '请使用 ssh-keygen 生成的 Ed25519、ECDSA 或 RSA 私钥。',
};

function unknownKind(host: Host, file: Buffer, cause: Error): ShiplockError {
  if (/type: sk-/.test(cause.message)) {
    const text = { en: 'The file holds a key of a security device', zh: '该文件是安全设备的密钥' };
    const remedy = {
      en: 'Add the key to an SSH agent (ssh-add), and the host without a key file.',
      zh: '请把密钥加入 SSH 代理（ssh-add），并在添加主机时不指定密钥文件。',
    };
    return refuse(host, text, remedy, cause);
  }
  if (file.subarray(0, 64).toString('latin1').startsWith('PuTTY-User-Key-File-')) {
    const text = {
      en: "The file holds a key in PuTTY's own form that cannot be read",
      zh: '该文件是无法读取的 PuTTY 专用格式密钥',
    };
    const remedy = {
      en: 'Convert it with PuTTYgen: Conversions, Export OpenSSH key.',
      zh: '请用 PuTTYgen 转换：Conversions，Export OpenSSH key。',
    };
    return refuse(host, text, remedy, cause);
  }
  const text = {
    en: 'The file does not hold a private key of a known kind',
    zh: '该文件中没有可识别的私钥',
  };
  return refuse(host, text, remedyForKind, cause);
}

function refuse(host: Host, what: BothLanguages, remedy: BothLanguages, cause: unknown): ShiplockError {
  const text = {
    en: en`${what} (key file ${host.key ?? ''}, for ${host.name}).`,
    zh: zh`${what}（密钥文件 ${host.key ?? ''}，用于 ${host.name}）。`,
  };
  return new ShiplockError('login-refused', text, {
    remedy,
    details: cause === undefined ? undefined : String(cause),
    cause,
  });
}
