/** The log's driver must be there; a log that the engine does not keep in files goes on elsewhere. */
import type { Found } from '../check.ts';
import { moveCheck } from '../subject.ts';

export const log = moveCheck('log', ['container', 'target'], ({ container, target }): Found[] => {
  const { logDrivers } = target.engine;
  if (container.log !== undefined || container.logDriver === 'none') return [];
  return logDrivers.length > 0 && !logDrivers.includes(container.logDriver)
    ? [
        {
          id: 'log-driver-missing',
          severity: 'error',
          host: target.name,
          text: {
            en: `Docker on ${target.name} has no log driver ${container.logDriver}, to which ${container.name} logs.`,
            zh: `${target.name} 上的 Docker 没有 ${container.name} 所用的日志驱动 ${container.logDriver}。`,
          },
          needed: container.logDriver,
          remedy: {
            en: `Install the driver on ${target.name}: docker plugin install`,
            zh: `在 ${target.name} 上安装该驱动：docker plugin install`,
          },
        },
      ]
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
      ];
});
