/** The container on the target as the point defines it, created and not started. */
import { forgetCheckpoint } from '../../../checkpoint/shim.ts';
import { ShiplockError } from '../../../../shared/errors.ts';
import type { Step } from '../step.ts';

export const create: Step = {
  name: 'create',

  async run(restoration) {
    const { target, plan } = restoration;
    // Under a name that nobody else would use: if this process dies before it learns the identifier, the container
    // that it made can still be told from anyone's. What makes way has its own name until then, too.
    const passingName = passingNameOf(plan.key);
    const { containerId } = restoration.recall('create');
    const left = await target.engine.container(containerId ?? passingName);
    if (left !== undefined) await target.engine.remove(left.id);
    const { reference } = restoration.recall('image');
    if (reference === undefined) {
      const text = { en: 'The image was not looked for yet.', zh: '尚未查找镜像。' };
      throw new ShiplockError('internal', text);
    }
    const { description } = await restoration.point();
    const id = await target.engine.create({
      definition: description.container.definition,
      name: passingName,
      image: reference,
      runtime: plan.runtime,
      volumeNames: new Map(plan.volumes.map(({ name, as }) => [name, as])),
    });
    restoration.note('create', { containerId: id });
  },

  async undo(restoration) {
    const { target, plan } = restoration;
    const { containerId } = restoration.recall('create');
    const made = await target.engine.container(containerId ?? passingNameOf(plan.key));
    if (made !== undefined) await target.engine.remove(made.id);
    if (containerId !== undefined) await forgetCheckpoint(target.session, containerId);
  },
};

const passingNameOf = (key: string): string => `shiplock-${key}`;
