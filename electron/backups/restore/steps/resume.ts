/** The container gets its name, and goes on from its checkpoint; without one its programs start anew. */
import { restoreFailure } from '../../../checkpoint/restore-failure.ts';
import { letGo, stopWaiting } from '../../../checkpoint/shim.ts';
import { hasImages } from '../../../checkpoint/unpack-files.ts';
import { ShiplockError } from '../../../../shared/errors.ts';
import type { ContainerSummary } from '../../../../shared/model.ts';
import type { Restoration } from '../restoration.ts';
import type { Step } from '../step.ts';

export const resume: Step = {
  name: 'resume',

  async run(restoration) {
    const { target, containerId, plan } = restoration;
    const now = await listed(restoration, containerId);
    if (now !== undefined && now.name !== plan.name) await target.engine.rename(containerId, plan.name);
    if (now?.state === 'running') return;
    if (plan.withMemory) {
      // Without it, and without leave, a start would begin the programs anew.
      if (!(await hasImages(target.session, restoration.images))) throw memoryIsGone(target.host);
      await letGo(target.session, containerId);
    }
    try {
      await target.engine.start(containerId);
    } catch (thrown) {
      throw plan.withMemory ? await restoreFailure(target.session, containerId, thrown) : thrown;
    }
  },

  async undo(restoration) {
    const { containerId } = restoration.recall('create');
    if (containerId === undefined) return;
    await stopWaiting(restoration.target.session, containerId);
    // Gone before what made way for it may run again, and before the data is taken from under it.
    await restoration.target.engine.remove(containerId);
  },
};

/** By the list: asked about one container that is being started, Docker does not answer. */
async function listed({ target }: Restoration, id: string): Promise<ContainerSummary | undefined> {
  return (await target.engine.list()).find((container) => container.id === id);
}

const memoryIsGone = (host: string): ShiplockError =>
  new ShiplockError(
    'incomplete',
    {
      en: `The checkpoint is gone from ${host}: it lay in memory, and ${host} has restarted since.`,
      zh: `${host} 上的检查点已丢失：它存放在内存中，而 ${host} 此后重启过。`,
    },
    { remedy: { en: 'Restore the point again.', zh: '请重新还原该还原点。' } },
  );
