/** Who may vouch for a registry: sites have authorities of their own. */
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ShiplockError } from '../../../shared/errors.ts';

/**
 * From then on, in this process: those that Node knows, those that the system knows, and those in the file, if one is named.
 * Throws 'usage' for a file that is no certificate in the PEM format.
 */
export function trustAuthorities(file?: string): void {
  const known = [...getCACertificates('default'), ...getCACertificates('system')];
  try {
    const named = file === undefined ? [] : [readFileSync(file, 'utf8')];
    setDefaultCACertificates([...new Set([...known, ...named])]);
  } catch (thrown) {
    throw new ShiplockError(
      'usage',
      { en: `${file} is no file of certificates.`, zh: `${file} 不是证书文件。` },
      {
        state: { en: 'Nothing was sent.', zh: '没有发送任何内容。' },
        remedy: {
          en: 'Name a file in the PEM format, of the authority that vouches for the registry.',
          zh: '请指定 PEM 格式的文件，内容为给该仓库签发证书的机构的证书。',
        },
        details: thrown instanceof Error ? thrown.message : undefined,
        cause: thrown,
      },
    );
  }
}
