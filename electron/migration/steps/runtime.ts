/** Makes Shiplock's OCI runtime known to the target's engine. */
import { provideShim, withdrawShim } from '../../checkpoint/shim-for-engine.ts';
import type { Step } from '../step.ts';

export const runtime: Step = {
  name: 'runtime',

  async run(move) {
    await provideShim(move.target, (changes) => move.note('runtime', changes));
  },

  async undo(move) {
    await withdrawShim(move.target, move.recall('runtime'));
  },
};
