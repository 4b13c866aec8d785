/** The same container on the target, created and not started. */
import { forgetCheckpoint, shimName } from '../../checkpoint/shim.ts';
import { sourceContainer } from '../source-container.ts';
import type { Step } from '../step.ts';

export const create: Step = {
  name: 'create',

  async run(move) {
    const { target, plan } = move;
    // Under a name that nobody else would use: if this process dies before it learns the identifier, the container
    // that it made can still be told from anyone's.
    const passingName = passingNameOf(plan.key);
    const { containerId } = move.recall('create');
    const left = await target.engine.container(containerId ?? passingName);
    if (left !== undefined) await target.engine.remove(left.id);
    const { definition } = await sourceContainer(move);
    const id = await target.engine.create({
      definition,
      name: passingName,
      image: plan.imageName,
      runtime: shimName,
    });
    move.note('create', { containerId: id });
    // Its restart policy follows with the commit: until then no reboot of the target may start it.
    await target.engine.rename(id, plan.container.name);
  },

  async undo(move) {
    const { target, plan } = move;
    const made = await target.engine.container(move.recall('create').containerId ?? passingNameOf(plan.key));
    if (made !== undefined) await target.engine.remove(made.id);
    const { containerId } = move.recall('create');
    if (containerId !== undefined) await forgetCheckpoint(target.session, containerId);
  },
};

const passingNameOf = (key: string): string => `shiplock-${key}`;
