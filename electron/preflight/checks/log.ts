/** A log that the engine does not keep in files goes on elsewhere. */
import { moveCheck } from '../subject.ts';

export const log = moveCheck('log', ['container', 'target'], ({ container, target }) =>
  container.log !== undefined || container.logDriver === 'none'
    ? []
    : [
        {
          id: 'log-elsewhere',
          severity: 'info',
          text: {
            en: `The log goes to ${container.logDriver}; on ${target.name} it begins anew there.`,
            zh: `日志写入 ${container.logDriver}；在 ${target.name} 上将从头开始记录。`,
          },
          measured: container.logDriver,
        },
      ],
);
