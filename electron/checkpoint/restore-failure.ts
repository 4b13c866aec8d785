/** What the engine, or CRIU, says of a container that could not be started from its checkpoint. */
import { ShiplockError } from '../../shared/errors.ts';
import { en, zh } from '../../shared/words.ts';
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
    const text = {
      en: `The container could not be started on ${host}.`,
      zh: `容器无法在 ${host} 上启动。`,
    };
    return new ShiplockError('restore-refused', text, { details: words, cause: error });
  }
  const { meaning, remedy } = explainCriuLog(log);
  const errors = log.split('\n').filter((line) => /Error|Warn/.test(line));
  const text = {
    en: en`The container could not be restored on ${host}. ${meaning}`,
    zh: zh`容器无法在 ${host} 上恢复。${meaning}`,
  };
  const details = [words, ...errors.slice(0, 40)].join('\n');
  return new ShiplockError('restore-refused', text, { remedy, details, cause: error });
}
