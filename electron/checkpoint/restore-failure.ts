/** What the engine, or CRIU, says of a container that could not be started from its checkpoint. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Session } from '../hosts/session.ts';
import { explainCriuLog } from './explain.ts';
import { restoreLog } from './shim.ts';

/** `error`: what its start was answered with. Gives 'restore-refused', with CRIU's first error explained if there is one. */
export async function restoreFailure(
  session: Session,
  containerId: string,
  error: unknown,
): Promise<ShiplockError> {
  const host = session.host.name;
  const log = await restoreLog(session, containerId);
  const words = error instanceof ShiplockError ? (error.details ?? error.message) : String(error);
  if (!/\bError\b/.test(log)) {
    return new ShiplockError('restore-refused', `The container could not be started on ${host}.`, {
      details: words,
      cause: error,
    });
  }
  const { meaning, remedy } = explainCriuLog(log);
  const errors = log.split('\n').filter((line) => /Error|Warn/.test(line));
  return new ShiplockError(
    'restore-refused',
    `The container could not be restored on ${host}. ${meaning.en}`,
    {
      remedy: remedy.en,
      details: [words, ...errors.slice(0, 40)].join('\n'),
      cause: error,
    },
  );
}
