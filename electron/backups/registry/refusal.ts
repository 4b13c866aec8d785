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
    return new ShiplockError('disk-full', `The registry ${origin} has no room for it.`, {
      state: 'What has arrived stays there; nothing is to be seen of it.',
      remedy:
        'Have room made there, or the quota raised, then try again: what has arrived is not sent again.',
      details,
    });
  }
  if (status === 401 || status === 403) {
    return new ShiplockError('login-refused', `The registry ${origin} does not let you at ${repository}.`, {
      remedy: 'Check user and password, and that the user may read and write there.',
      details,
    });
  }
  if (status === 404) {
    const message = `The registry ${origin} has no such thing in ${repository}.`;
    return new ShiplockError('not-found', message, { details });
  }
  if (status === 408 || status === 429 || status >= 500) {
    return new ShiplockError('busy', `The registry ${origin} cannot answer now.`, {
      remedy: 'Try again in a while: what has arrived is not sent again.',
      details,
    });
  }
  const message = `The registry ${origin} refuses what it was asked.`;
  return new ShiplockError('transfer-failed', message, { details });
}
