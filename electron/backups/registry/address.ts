/** Where in which registry something is kept, as people write it: `registry.example:5000/site/gauge`. */
import { ShiplockError } from '../../../shared/errors.ts';

export interface RegistryAddress {
  /** `https://registry.example:5000` */
  readonly origin: string;
  /** `site/gauge` */
  readonly repository: string;
}

/**
 * Plain HTTP, which anyone on the way can read and change, is for a registry on this machine unless the user says how to
 * speak to it. Throws 'usage' for what is no address.
 */
export function registryAddress(text: string, asked?: 'http' | 'https'): RegistryAddress {
  const slash = text.indexOf('/');
  const host = text.slice(0, slash);
  const repository = text.slice(slash + 1);
  // The distribution specification's words for both.
  const isHost = /^(localhost|[\w-]+(\.[\w-]+)+|\[[0-9a-fA-F:]+\]|[\w.-]+(?=:))(:\d{1,5})?$/.test(host);
  const isRepository = /^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(repository);
  if (slash < 0 || !isHost || !isRepository) {
    throw new ShiplockError(
      'usage',
      { en: `${text} is no place in a registry.`, zh: `${text} 不是镜像仓库中的位置。` },
      {
        remedy: {
          en: 'Name the registry and a repository in it, in small letters: registry.example/site/gauge',
          zh: '请写明仓库地址和其中的存储库，用小写字母：registry.example/site/gauge',
        },
      },
    );
  }
  const usual = isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https';
  return { origin: `${asked ?? usual}://${host}`, repository };
}

/** Throws 'usage' for what is neither a tag nor the digest of a manifest. */
export function expectReference(text: string): void {
  if (/^(sha256:[0-9a-f]{64}|\w[\w.-]{0,127})$/.test(text)) return;
  throw new ShiplockError(
    'usage',
    { en: `${text} is no name in a registry.`, zh: `${text} 不是镜像仓库中的名称。` },
    {
      remedy: {
        en: 'Name a tag, of letters, digits, dots, dashes and underscores, or the digest of a manifest.',
        zh: '请指定标签（字母、数字、点、连字符和下划线），或清单的摘要。',
      },
    },
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
