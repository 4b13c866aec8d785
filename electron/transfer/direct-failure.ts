/** Why there is no direct route, in words that say what would help. */
import { asShiplockError, ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { en, type Words, zh } from '../../shared/words.ts';

interface Reason {
  readonly meaning: Words;
  readonly remedy: Words;
}

/** 'no-direct-route', from what went wrong while it was opened. */
export function noDirectRoute(source: string, target: Host, thrown: unknown): ShiplockError {
  const cause = asShiplockError(thrown);
  const words = [cause.message, cause.details ?? ''].join('\n').trim();
  const { meaning, remedy } = reasonIn(words, source, target);
  const text = {
    en: en`There is no direct route to ${target.name}: ${meaning}`,
    zh: zh`没有到 ${target.name} 的直连路径：${meaning}`,
  };
  return new ShiplockError('no-direct-route', text, {
    remedy: {
      en: en`${remedy} Or move with --route auto or --route relay.`,
      zh: zh`${remedy}也可以用 --route auto 或 --route relay 迁移。`,
    },
    details: words,
    cause,
  });
}

function reasonIn(words: string, source: string, { name, address, port }: Host): Reason {
  if (/agent forwarding/i.test(words)) {
    return {
      meaning: {
        en: `sshd on ${source} does not allow agent forwarding.`,
        zh: `${source} 上的 sshd 不允许代理转发。`,
      },
      remedy: {
        en: `On ${source}, set AllowAgentForwarding yes in sshd_config, for this user at least.`,
        zh: `在 ${source} 的 sshd_config 中设置 AllowAgentForwarding yes，至少对该用户启用。`,
      },
    };
  }
  if (/There is no ssh\./.test(words)) {
    return {
      meaning: { en: `${source} has no ssh client.`, zh: `${source} 上没有 ssh 客户端。` },
      remedy: { en: `Install openssh-client on ${source}.`, zh: `在 ${source} 上安装 openssh-client。` },
    };
  }
  if (/Host key verification failed|HOST IDENTIFICATION HAS CHANGED/i.test(words)) {
    return {
      meaning: {
        en: `what ${source} meets at ${address} port ${port} is not ${name}.`,
        zh: `${source} 在 ${address} 端口 ${port} 连到的不是 ${name}。`,
      },
      remedy: {
        en: `Give ${name} an address that means the same host from everywhere.`,
        zh: `请为 ${name} 设置一个从任何地方访问都指向同一主机的地址。`,
      },
    };
  }
  if (/Permission denied|Too many authentication failures/i.test(words)) {
    return {
      meaning: {
        en: `sshd on ${name} did not take the key made for this run.`,
        zh: `${name} 上的 sshd 没有接受为本任务生成的密钥。`,
      },
      remedy: {
        en: `On ${name}, check AuthorizedKeysFile (it must have .ssh/authorized_keys) and AuthenticationMethods.`,
        zh: `请在 ${name} 上检查 AuthorizedKeysFile（须包含 .ssh/authorized_keys）和 AuthenticationMethods。`,
      },
    };
  }
  if (/timed out|refused|No route|unreachable|resolve hostname|longer than|got no connection/i.test(words)) {
    return {
      meaning: {
        en: `${source} cannot reach it at ${address} port ${port}.`,
        zh: `${source} 无法通过 ${address} 端口 ${port} 连到它。`,
      },
      remedy: {
        en: `Check the network and the firewalls between ${source} and ${name}.`,
        zh: `请检查 ${source} 与 ${name} 之间的网络和防火墙。`,
      },
    };
  }
  return {
    meaning: { en: 'the connection could not be opened.', zh: '无法建立连接。' },
    remedy: { en: 'See the details.', zh: '请看详细信息。' },
  };
}
