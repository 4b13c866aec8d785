/** What the container asks of the target's engine beside its image: networks, a runtime. */
import { shimName } from '../../../checkpoint/shim.ts';
import type { Found } from '../../../preflight/check.ts';
import { networkFindings } from '../../../preflight/checks/networks.ts';
import { restoreCheck } from '../restore-subject.ts';

export const networks = restoreCheck('networks', ['container', 'target', 'networks'], (facts) =>
  networkFindings(facts, (network, driver) => ({
    id: 'network-missing',
    severity: 'error',
    host: facts.target.name,
    text: {
      en: `${facts.target.name} has no network named ${network}.`,
      zh: `${facts.target.name} 上没有名为 ${network} 的网络。`,
    },
    needed: { en: `network ${network}`, zh: `网络 ${network}` },
    remedy: {
      en: `On ${facts.target.name}: docker network create ${driver === 'unknown' ? '' : `--driver ${driver} `}${network}, with the options that it had.`,
      zh: `在 ${facts.target.name} 上执行 docker network create ${network}，选项与原来相同。`,
    },
  })),
);

/** Memory is restored by Shiplock's own runtime, which is runc; without it the container gets the one that it had. */
export const runtime = restoreCheck(
  'runtime',
  ['container', 'target', 'wantsMemory'],
  ({ container, target, wantsMemory }): Found[] => {
    const wanted = container.runtime === shimName ? 'runc' : container.runtime;
    const has = wantsMemory ? ['runc', ...target.engine.runcRuntimes] : target.engine.runtimes;
    if (has.includes(wanted)) return [];
    return [
      {
        id: 'runtime-other',
        severity: 'error',
        host: target.name,
        text: wantsMemory
          ? {
              en: `${container.name} was made with the runtime ${wanted}; only the memory of runc's containers can be restored.`,
              zh: `${container.name} 由运行时 ${wanted} 创建；只能恢复 runc 容器的内存。`,
            }
          : {
              en: `Docker on ${target.name} does not know the runtime ${wanted}.`,
              zh: `${target.name} 上的 Docker 没有运行时 ${wanted}。`,
            },
        needed: wanted,
        remedy: wantsMemory
          ? { en: 'Restore its files alone: --files-only', zh: '只还原文件：--files-only' }
          : { en: `Install it on ${target.name}.`, zh: `在 ${target.name} 上安装它。` },
      },
    ];
  },
);
