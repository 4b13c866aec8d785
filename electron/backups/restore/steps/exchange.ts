/** What has arrived takes the place of what is replaced. */
import { exchangeBack, exchangeForward } from '../exchange.ts';
import { landingsOf } from '../landing.ts';
import type { Step } from '../step.ts';

export const exchange: Step = {
  name: 'exchange',
  isNeeded: ({ allotments }) => allotments.some(({ isReplaced }) => isReplaced),

  async run(restoration) {
    for (const landing of await landingsOf(restoration)) {
      if (!landing.isReplaced) continue;
      const { begun = [] } = restoration.recall('exchange');
      if (!begun.some(({ live }) => live === landing.live)) {
        restoration.note('exchange', { begun: [...begun, landing] });
      }
      await exchangeForward(restoration, landing);
    }
  },

  async undo(restoration) {
    // The container, which told where they lie, is gone by now.
    const { begun = [] } = restoration.recall('exchange');
    for (const landing of begun) await exchangeBack(restoration, landing);
  },
};
