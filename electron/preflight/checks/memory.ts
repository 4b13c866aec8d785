/** How the memory can be carried. */
import type { Check } from '../subject.ts';

export const memory: Check = ({ container, source }) =>
  source.facts.tracksDirtyPages
    ? [
        {
          id: 'memory-in-rounds',
          severity: 'info',
          text: `The kernel of ${source.name} tells which memory changes: the memory of ${container.name} can be copied in rounds while it runs, and the freeze is for what changed last.`,
        },
      ]
    : [];
