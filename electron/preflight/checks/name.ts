/** The name must be free on the target. */
import { moveCheck } from '../subject.ts';

export const name = moveCheck(
  'name',
  ['container', 'target', 'nameTaken'],
  ({ container, target, nameTaken }) =>
    nameTaken
      ? [
          {
            id: 'name-taken',
            severity: 'error',
            host: target.name,
            text: {
              en: `${target.name} already has a container named ${container.name}.`,
              zh: `${target.name} 上已有名为 ${container.name} 的容器。`,
            },
            remedy: {
              en: `Remove or rename the one on ${target.name}.`,
              zh: `删除 ${target.name} 上的那个容器，或给它改名。`,
            },
          },
        ]
      : [],
);
