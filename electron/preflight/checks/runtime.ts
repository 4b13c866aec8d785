/** Shiplock freezes and restores by runc: what another runtime has made, runc does not know. */
import { moveCheck } from '../subject.ts';

export const runtime = moveCheck('runtime', ['container', 'source'], ({ container, source }) =>
  container.runtime === 'runc' || source.engine.runcRuntimes.includes(container.runtime)
    ? []
    : [
        {
          id: 'runtime-other',
          severity: 'error',
          host: source.name,
          text: {
            en: `${container.name} was made with the runtime ${container.runtime}; only runc's containers can be moved.`,
            zh: `${container.name} 由运行时 ${container.runtime} 创建；只能迁移 runc 的容器。`,
          },
          measured: container.runtime,
          needed: 'runc',
          remedy: { en: 'Make it again with --runtime runc.', zh: '以 --runtime runc 重新创建容器。' },
        },
      ],
);
