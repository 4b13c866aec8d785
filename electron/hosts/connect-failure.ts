/** What went wrong on the way to a session, in words that say what to do. */
import { ShiplockError } from '../../shared/errors.ts';
import { type BothLanguages, en, zh } from '../../shared/words.ts';

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
  const at = { en: `${name} (${address} port ${port})`, zh: `${name}（${address} 端口 ${port}）` };
  const unreachable = (text: BothLanguages, remedy: BothLanguages): ShiplockError =>
    new ShiplockError('host-unreachable', text, { remedy, details: cause?.message, cause });

  switch (property(cause, 'code')) {
    case 'ECONNREFUSED':
      return unreachable(
        { en: en`Nothing answers on ${at}.`, zh: zh`${at}没有任何应答。` },
        {
          en: `Check the port, and that sshd is running on ${name}.`,
          zh: `请检查端口，以及 ${name} 上的 sshd 是否在运行。`,
        },
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return unreachable(
        { en: en`There is no way to ${at}.`, zh: zh`没有通往 ${at} 的路由。` },
        {
          en: 'Check the address, the cable and this machine’s network.',
          zh: '请检查地址、网线和本机的网络。',
        },
      );
    case 'ETIMEDOUT':
      return unreachable(noAnswer(at), powered(name));
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        { en: `The name ${address} is not known here.`, zh: `本机无法解析名称 ${address}。` },
        { en: 'Check the spelling, or use the IP address.', zh: '请检查拼写，或改用 IP 地址。' },
      );
    case 'ECONNRESET':
    case 'EPIPE':
      return unreachable(
        { en: en`${at} dropped the connection.`, zh: zh`${at}断开了连接。` },
        {
          en: `Try again; if it persists, look at sshd’s log on ${name}.`,
          zh: `请重试；如果仍然如此，请查看 ${name} 上 sshd 的日志。`,
        },
      );
    default:
  }
  if (/too many authentication failures/i.test(cause?.message ?? '')) return tooManyKeys(name, cause);
  switch (property(cause, 'level')) {
    case 'client-timeout':
      return unreachable(...silence(name, at, reached));
    case 'handshake':
      return unreachable(
        {
          en: en`${at} and Shiplock have no encryption in common.`,
          zh: zh`${at}与 Shiplock 没有共同支持的加密算法。`,
        },
        {
          en: `Update the SSH server on ${name}; Shiplock needs AES and a host key of type Ed25519, ECDSA or RSA with SHA-2.`,
          zh: `请更新 ${name} 上的 SSH 服务器；Shiplock 需要 AES，以及 Ed25519、ECDSA 或使用 SHA-2 的 RSA 主机密钥。`,
        },
      );
    case 'protocol':
      if (/connection lost before handshake/i.test(cause?.message ?? '')) break;
      return unreachable(
        { en: en`What answers at ${at} does not speak SSH.`, zh: zh`${at}处应答的不是 SSH 服务。` },
        { en: 'Check the address and the port.', zh: '请检查地址和端口。' },
      );
    default:
  }
  if (reached === 'nothing') return unreachable(noAnswer(at), powered(name));
  return unreachable(
    reached === 'login'
      ? {
          en: `${name} ended the connection during the login.`,
          zh: `${name} 在登录过程中断开了连接。`,
        }
      : { en: en`${at} ended the connection before the login.`, zh: zh`${at}在登录之前断开了连接。` },
    {
      en: `Try again in a minute: a host that is starting, busy, or has seen several failed logins turns everybody away. If it persists, look at sshd’s log on ${name}.`,
      zh: `请过一分钟再试：正在启动、繁忙或刚有多次登录失败的主机会拒绝所有连接。如果仍然如此，请查看 ${name} 上 sshd 的日志。`,
    },
  );
}

const noAnswer = (at: BothLanguages): BothLanguages => ({
  en: en`No answer from ${at}.`,
  zh: zh`${at}没有应答。`,
});

const powered = (name: string): BothLanguages => ({
  en: `Check that ${name} is powered and on the network.`,
  zh: `请检查 ${name} 是否通电并已联网。`,
});

function silence(
  name: string,
  at: BothLanguages,
  reached: Reached,
): [text: BothLanguages, remedy: BothLanguages] {
  switch (reached) {
    case 'nothing':
      return [noAnswer(at), powered(name)];
    case 'port':
      return [
        {
          en: en`${at} takes connections, but its SSH server does not answer.`,
          zh: zh`${at}接受连接，但其 SSH 服务器没有应答。`,
        },
        {
          en: `Look at ${name} on its console: it may hang, or be short of memory or disk.`,
          zh: `请在控制台上查看 ${name}：它可能已卡死，或内存、磁盘不足。`,
        },
      ];
    case 'login':
      return [
        { en: `${name} did not finish the login in time.`, zh: `${name} 没有及时完成登录。` },
        {
          en: `Look at sshd’s log on ${name}: the account’s directory service or the host may be slow.`,
          zh: `请查看 ${name} 上 sshd 的日志：账户的目录服务或该主机可能很慢。`,
        },
      ];
  }
}

function tooManyKeys(name: string, cause: Error | undefined): ShiplockError {
  return new ShiplockError(
    'login-refused',
    {
      en: `${name} ended the login after too many keys (MaxAuthTries in sshd’s configuration).`,
      zh: `${name} 因尝试的密钥过多而终止了登录（sshd 配置中的 MaxAuthTries）。`,
    },
    {
      remedy: {
        en: 'The SSH agent holds more keys than the host lets one try: name a key file for this host.',
        zh: 'SSH 代理中的密钥数超过了主机允许尝试的次数：请为该主机指定密钥文件。',
      },
      details: cause?.message,
      cause,
    },
  );
}

function property(error: Error | undefined, name: 'code' | 'level'): string | undefined {
  if (error === undefined || !(name in error)) return undefined;
  const value = (error as Error & Record<typeof name, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}
