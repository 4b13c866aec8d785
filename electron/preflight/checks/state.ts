/** Only what runs can be moved while it runs. */
import { moveCheck } from '../subject.ts';

export const state = moveCheck('state', ['container', 'source'], ({ container, source }) => {
  if (container.state === 'running') return [];
  const isPaused = container.state === 'paused';
  return [
    {
      id: 'container-not-running',
      severity: 'error',
      text: isPaused
        ? {
            en: `${container.name} is paused on ${source.name}.`,
            zh: `${container.name} 在 ${source.name} 上处于暂停状态。`,
          }
        : {
            en: `${container.name} does not run on ${source.name}.`,
            zh: `${container.name} 没有在 ${source.name} 上运行。`,
          },
      measured: container.state,
      needed: 'running',
      remedy: isPaused ? `docker unpause ${container.name}` : `docker start ${container.name}`,
    },
  ];
});
