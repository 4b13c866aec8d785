/** Only what runs can be moved while it runs. */
import type { Check } from '../subject.ts';

export const state: Check = ({ container, source }) => {
  if (container.state === 'running') return [];
  const text =
    container.state === 'paused'
      ? `${container.name} is paused on ${source.name}.`
      : `${container.name} does not run on ${source.name}.`;
  const remedy =
    container.state === 'paused' ? `docker unpause ${container.name}` : `docker start ${container.name}`;
  return [
    {
      id: 'container-not-running',
      severity: 'error',
      text,
      measured: container.state,
      needed: 'running',
      remedy,
    },
  ];
};
