/** The name must be free on the target. */
import type { Check } from '../subject.ts';

export const name: Check = ({ container, target, nameTaken }) =>
  nameTaken
    ? [
        {
          id: 'name-taken',
          severity: 'error',
          text: `${target.name} already has a container named ${container.name}.`,
          remedy: `Remove or rename the one on ${target.name}.`,
        },
      ]
    : [];
