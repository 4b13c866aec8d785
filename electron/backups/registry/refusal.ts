/** What a registry's answer means when it is not the one that was hoped for. */
import { ShiplockError } from '../../../shared/errors.ts';
import { printable } from '../../../shared/printable.ts';
import type { RegistryAddress } from './address.ts';
import { beginningOf } from './body.ts';

const detailsBytes = 2000;

/** 'login-refused', 'not-found', 'disk-full' when the registry has no room, 'busy' when it asks for patience or has trouble of its own, 'transfer-failed' for all else. */
export async function refusal(
  { origin, repository }: RegistryAddress,
  request: string,
  response: Response,
): Promise<ShiplockError> {
  const { status } = response;
  const words = await beginningOf(response, detailsBytes).catch(() => '');
  const details = `${request}: status ${status}\n${printable(words.toString('utf8'))}`;
  // A full disk is a 500 to some registries, a quota a 403 to others: only their words tell.
  if (status === 413 || status === 507 || /no space left|quota/i.test(words.toString('utf8'))) {
    return new ShiplockError(
      'disk-full',
      { en: `The registry ${origin} has no room for it.`, zh: `镜像仓库 ${origin} 没有空间存放它。` },
      {
        state: {
          en: 'What has arrived stays there; nothing is to be seen of it.',
          zh: '已送达的部分留在那里，但不可见。',
        },
        remedy: {
          en: 'Have room made there, or the quota raised, then try again: what has arrived is not sent again.',
          zh: '请让管理者腾出空间或提高配额，然后重试：已送达的内容不会重发。',
        },
        details,
      },
    );
  }
  if (status === 401 || status === 403) {
    return new ShiplockError(
      'login-refused',
      {
        en: `The registry ${origin} does not let you at ${repository}.`,
        zh: `镜像仓库 ${origin} 不允许您访问 ${repository}。`,
      },
      {
        remedy: {
          en: 'Check user and password, and that the user may read and write there.',
          zh: '请检查用户名和密码，以及该用户在那里是否有读写权限。',
        },
        details,
      },
    );
  }
  if (status === 404) {
    const text = {
      en: `The registry ${origin} has no such thing in ${repository}.`,
      zh: `镜像仓库 ${origin} 的 ${repository} 中没有此项。`,
    };
    return new ShiplockError('not-found', text, { details });
  }
  if (status === 408 || status === 429 || status >= 500) {
    return new ShiplockError(
      'busy',
      { en: `The registry ${origin} cannot answer now.`, zh: `镜像仓库 ${origin} 目前无法应答。` },
      {
        remedy: {
          en: 'Try again in a while: what has arrived is not sent again.',
          zh: '请稍后重试：已送达的内容不会重发。',
        },
        details,
      },
    );
  }
  const text = {
    en: `The registry ${origin} refuses what it was asked.`,
    zh: `镜像仓库 ${origin} 拒绝了请求。`,
  };
  return new ShiplockError('transfer-failed', text, { details });
}
