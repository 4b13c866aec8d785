/** Files that are watched for changes (inotify), and that CRIU will not find again. */
import type { Watch } from '../../checkpoint/inside-files.ts';
import { isCarried, watchesOnOverlay } from '../criu-support.ts';
import { heldByDumped, nameHolders } from '../holders.ts';
import { moveCheck, type Subject } from '../subject.ts';

type Facts = Pick<Subject, 'container' | 'inside' | 'source'>;

export const watches = moveCheck('watches', ['container', 'inside', 'source'], (facts) => {
  const { container, inside, source } = facts;
  const held = heldByDumped(inside, inside.watches);
  const lost = held.filter((watch) => watch.how === 'nameless');
  const sealed = held.filter((watch) => watch.how === 'sealed' && !isFound(watch, facts));
  return [
    ...(lost.length > 0
      ? [
          {
            id: 'watch-lost',
            severity: 'error' as const,
            text: {
              en: `A program in ${container.name} watches a file that was deleted; the watch cannot be made again.`,
              zh: `${container.name} 中有程序在监视一个已删除的文件；该监视无法重建。`,
            },
            measured: nameHolders(lost),
            remedy: { en: 'Restart that program.', zh: '重启该程序。' },
          },
        ]
      : []),
    ...(sealed.length > 0
      ? [
          {
            id: 'watch-unfindable',
            severity: 'error' as const,
            text: {
              en: `A program in ${container.name} watches a file of its image or its own layer for changes (inotify), which CRIU cannot find by itself.`,
              zh: `${container.name} 中有程序在监视镜像或读写层中的文件（inotify），CRIU 无法自行找到该文件。`,
            },
            measured: nameHolders(sealed),
            remedy: {
              en: `Tell CRIU which folder of the container to look in: on ${source.name}, add the line irmap-scan-path /FOLDER to /etc/criu/runc.conf. Or keep what is watched in a volume.`,
              zh: `告诉 CRIU 在容器的哪个目录中查找：在 ${source.name} 的 /etc/criu/runc.conf 中添加一行 irmap-scan-path /目录。或者把被监视的文件放在卷中。`,
            },
          },
        ]
      : []),
  ];
});

function isFound({ device }: Watch, { inside, source }: Facts): boolean {
  const isOverlay = inside.mounts.some((mount) => mount.device === device && mount.fileSystem === 'overlay');
  return isOverlay && isCarried(watchesOnOverlay, [source.facts.tools.criu?.version]);
}
