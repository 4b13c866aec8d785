/** The work of a process on a run that it owns: signs of life meanwhile, and a run that somebody can take over afterwards. */
import { setInterval } from 'node:timers';
import { asShiplockError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { Words } from '../../shared/words.ts';
import type { Journal } from './journal.ts';

const heartbeatMs = 2000;

/**
 * A run is never left owned by nobody and running: when `work` throws before it has ended the run, the run waits for
 * attention, so that `resume` can take it. Throws what `work` throws.
 */
export async function workOnRun({ runs }: Journal, run: RunId, work: () => Promise<void>): Promise<void> {
  const heartbeat = setInterval(() => runs.heartbeat(run), heartbeatMs);
  try {
    await work();
  } catch (thrown) {
    const { code, text, remedy = goOnWith(run) } = asShiplockError(thrown);
    if (runs.get(run).state === 'running') {
      runs.finish(run, 'attention', { error: { code, message: text, remedy } });
    }
    throw thrown;
  } finally {
    clearInterval(heartbeat);
  }
}

const goOnWith = (run: RunId): Words => ({
  en: `Go on with it: shiplock resume ${run}`,
  zh: `继续处理它：shiplock resume ${run}`,
});
