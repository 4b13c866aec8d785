/** Keeps a second run, also one from another laptop, off the container. */
import { markContainer, unmarkContainer } from '../mark.ts';
import type { Step } from '../step.ts';

export const mark: Step = {
  name: 'mark',

  async run({ source, leased, plan }) {
    await markContainer(source.session, leased, plan.container.name);
  },

  async undo({ source, leased }) {
    await unmarkContainer(source.session, leased);
  },
};
