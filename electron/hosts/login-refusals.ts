/** Why a host did not let one in, each in a sentence. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { type BothLanguages, en, type Words, zh } from '../../shared/words.ts';
import { WrongSecretError } from './secrets.ts';

function refused(text: BothLanguages, remedy: BothLanguages, details?: string): ShiplockError {
  return new ShiplockError('login-refused', text, { remedy, details });
}

const authorizedKeys = (host: Host): BothLanguages => ({
  en: `Check the user name, and that the public key is in the user's ~/.ssh/authorized_keys on ${host.name}.`,
  zh: `请检查用户名，以及公钥是否在 ${host.name} 上该用户的 ~/.ssh/authorized_keys 中。`,
});

export function unknownKey(host: Host): ShiplockError {
  return refused(
    {
      en: `${host.name} does not accept this key for ${host.user} (key file ${host.key}).`,
      zh: `${host.name} 不接受用户 ${host.user} 的这个密钥（密钥文件 ${host.key}）。`,
    },
    authorizedKeys(host),
  );
}

export function unknownKeys(host: Host, count: number): ShiplockError {
  if (count === 0) {
    return refused(
      { en: 'The SSH agent holds no key.', zh: 'SSH 代理中没有密钥。' },
      {
        en: 'Add the key to it (ssh-add), or name a key file.',
        zh: '请把密钥加入代理（ssh-add），或指定密钥文件。',
      },
    );
  }
  return refused(
    {
      en: `${host.name} does not accept any of the SSH agent's keys (${count}) for ${host.user}.`,
      zh: `${host.name} 不接受 SSH 代理中用于用户 ${host.user} 的任何密钥（共 ${count} 个）。`,
    },
    authorizedKeys(host),
  );
}

export function agentRefused(cause: Error): ShiplockError {
  return refused(
    { en: 'The SSH agent did not sign with the key.', zh: 'SSH 代理没有用该密钥签名。' },
    {
      en: 'Unlock it, confirm the use of the key, or touch its device; or name a key file.',
      zh: '请解锁代理、确认使用密钥，或触碰安全设备；也可以指定密钥文件。',
    },
    cause.message,
  );
}

export function agentSilent(cause: unknown): ShiplockError {
  return refused(
    { en: 'The SSH agent gives no answer.', zh: 'SSH 代理没有应答。' },
    {
      en: 'Start it and add the key (ssh-add), or name a key file.',
      zh: '请启动代理并加入密钥（ssh-add），或指定密钥文件。',
    },
    String(cause),
  );
}

/** Wrong, or not allowed for this user: sshd does not say which. */
export function wrongPassword(host: Host): WrongSecretError {
  return new WrongSecretError(
    'login-refused',
    {
      en: `${host.name} does not accept this password for ${host.user}.`,
      zh: `${host.name} 不接受用户 ${host.user} 的这个密码。`,
    },
    {
      remedy:
        host.user === 'root'
          ? {
              en: `Check the password. Many hosts let root in by key only (PermitRootLogin in sshd's configuration).`,
              zh: '请检查密码。许多主机只允许 root 用密钥登录（sshd 配置中的 PermitRootLogin）。',
            }
          : { en: 'Check the user name and the password.', zh: '请检查用户名和密码。' },
    },
  );
}

export function expiredPassword(host: Host): ShiplockError {
  return refused(
    {
      en: `The password of ${host.user} on ${host.name} has expired: the host asks for a new one.`,
      zh: `${host.name} 上用户 ${host.user} 的密码已过期：主机要求设置新密码。`,
    },
    {
      en: `Log in to ${host.name} with ssh and change it.`,
      zh: `请用 ssh 登录 ${host.name} 修改密码。`,
    },
  );
}

export function notTaken(host: Host, what: 'keys' | 'passwords', methods: readonly string[]): ShiplockError {
  const instead =
    methods.length === 0
      ? { en: 'nothing that Shiplock has', zh: 'Shiplock 无法提供的方式' }
      : methods.join(', ');
  const [kind, hint] =
    what === 'keys'
      ? [
          '密钥',
          {
            en: 'Add the host again with --password, or let its sshd take keys (PubkeyAuthentication).',
            zh: '请改用密码重新添加该主机（--password），或让其 sshd 接受密钥（PubkeyAuthentication）。',
          },
        ]
      : [
          '密码',
          {
            en: 'Add the host again with a key, or let its sshd take passwords (PasswordAuthentication).',
            zh: '请改用密钥重新添加该主机，或让其 sshd 接受密码（PasswordAuthentication）。',
          },
        ];
  const text = {
    en: en`${host.name} takes no ${what} from ${host.user}; it takes ${instead}.`,
    zh: zh`${host.name} 不接受用户 ${host.user} 的${kind}；它接受：${instead}。`,
  };
  return refused(text, hint);
}

/** `what` the host wants besides. Nothing was answered to it. */
export function secondFactor(host: Host, what: Words): ShiplockError {
  const text = {
    en: en`${host.name} asks ${host.user} for a second factor (${what}), which Shiplock cannot give.`,
    zh: zh`${host.name} 要求用户 ${host.user} 提供第二重验证（${what}），Shiplock 无法提供。`,
  };
  return refused(text, {
    en: `On ${host.name}, let this user in with one: in sshd's configuration, "Match User ${host.user}" and "AuthenticationMethods publickey".`,
    zh: `请在 ${host.name} 的 sshd 配置中允许该用户只用一种方式登录：“Match User ${host.user}”和“AuthenticationMethods publickey”。`,
  });
}
