/** Makes Shiplock's OCI runtime known to the target's engine: it restores the checkpoint. */
import { provideShim, withdrawShim } from '../../../checkpoint/shim-for-engine.ts';
import type { Step } from '../step.ts';

export const runtime: Step = {
  name: 'runtime',
  isNeeded: ({ withMemory }) => withMemory,

  async run(restoration) {
    await provideShim(restoration.target, (changes) => restoration.note('runtime', changes));
  },

  async undo(restoration) {
    await withdrawShim(restoration.target, restoration.recall('runtime'));
  },
};
