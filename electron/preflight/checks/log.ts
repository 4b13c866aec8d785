/** A log that the engine does not keep in files goes on elsewhere. */
import type { Check } from '../subject.ts';

export const log: Check = ({ container, target }) =>
  container.log !== undefined || container.logDriver === 'none'
    ? []
    : [
        {
          id: 'log-elsewhere',
          severity: 'info',
          text: `The log goes to ${container.logDriver}; on ${target.name} it begins anew there.`,
          measured: container.logDriver,
        },
      ];
