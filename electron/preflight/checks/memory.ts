/** How the memory can be carried. */
import { moveCheck } from '../subject.ts';

export const memory = moveCheck('memory', ['container', 'source'], ({ container, source }) =>
  source.facts.tracksDirtyPages
    ? [
        {
          id: 'memory-in-rounds',
          severity: 'info',
          text: {
            en: `The kernel of ${source.name} tells which memory changes: the memory of ${container.name} can be copied in rounds while it runs, and the freeze is for what changed last.`,
            zh: `${source.name} 的内核能跟踪内存变化：${container.name} 的内存可在运行中分轮复制，冻结时只需传送最后变化的部分。`,
          },
        },
      ]
    : [],
);
