/** Ways of making a container that tie it to its host or its terminal. */
import { moveCheck } from '../subject.ts';

export const confinement = moveCheck('confinement', ['container'], ({ container }) => [
  ...(container.terminal
    ? [
        {
          id: 'terminal',
          severity: 'error' as const,
          text: {
            en: `${container.name} was made with a terminal (-t); under Docker such a container cannot be restored.`,
            zh: `${container.name} 创建时带有终端（-t）；在 Docker 下这样的容器无法恢复运行。`,
          },
          remedy: { en: 'Make it again without -t.', zh: '去掉 -t 重新创建容器。' },
        },
      ]
    : []),
  ...container.sharedNamespaces.map((shared) => ({
    id: 'shared-namespace',
    severity: 'error' as const,
    text: {
      en: `${container.name} shares a namespace with its host or another container, which stays behind.`,
      zh: `${container.name} 与主机或其他容器共用命名空间，而后者不会一起迁移。`,
    },
    measured: shared,
    needed: { en: 'namespaces of its own', zh: '独立的命名空间' },
    remedy: { en: 'Make it again without that option.', zh: '去掉该选项重新创建容器。' },
  })),
  ...container.volumesFrom.map((other) => ({
    id: 'volumes-from',
    severity: 'error' as const,
    text: {
      en: `${container.name} takes its volumes from another container, which stays behind.`,
      zh: `${container.name} 的数据卷来自另一个容器，而后者不会一起迁移。`,
    },
    measured: other,
    remedy: {
      en: 'Make it again with the volumes named one by one.',
      zh: '逐个写明各个数据卷，重新创建容器。',
    },
  })),
]);
