/** Processes in namespaces of their own within the container. */
import type { Process } from '../../checkpoint/inside-processes.ts';
import { dumped, nameHolders } from '../holders.ts';
import { moveCheck } from '../subject.ts';

/**
 * CRIU dumps mount namespaces within a container; "Can't dump nested … namespace" is what it says of these, and of a network,
 * "Unable to dump more than one netns if the --emptyns is set". All measured. Users other than root need nothing.
 */
const refused = [
  'user',
  'pid',
  'ipc',
  'uts',
  'net',
  'cgroup',
  'time',
  'pid_for_children',
  'time_for_children',
];

export const namespaces = moveCheck('namespaces', ['container', 'inside'], ({ container, inside }) => {
  const processes = [...dumped(inside).values()];
  const first = processes.find(({ pid }) => pid === container.pid);
  if (first === undefined) return [];
  const apart = processes.flatMap((process) => {
    const kinds = refused.filter((kind) => isApart(process, first, kind));
    return kinds.length === 0 ? [] : [{ process, what: kinds.join(' ') }];
  });
  if (apart.length === 0) return [];
  return [
    {
      id: 'namespace-inside',
      severity: 'error',
      text: {
        en: `A program in ${container.name} runs in a namespace of its own there, as in a container within the container; CRIU cannot dump that.`,
        zh: `${container.name} 中有程序运行在它自己的命名空间里（如同容器中的容器）；CRIU 无法转储。`,
      },
      measured: nameHolders(apart),
      remedy: {
        en: 'Stop that program for the time of the move, or start it without its sandbox.',
        zh: '迁移期间停掉该程序，或以不带沙箱的方式启动它。',
      },
    },
  ];
});

/** A process that has ended shows no namespaces any more. */
function isApart(process: Process, first: Process, kind: string): boolean {
  const [own, common] = [process.namespaces.get(kind), first.namespaces.get(kind)];
  return own !== undefined && common !== undefined && own !== common;
}
