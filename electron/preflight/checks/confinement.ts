/** Ways of making a container that tie it to its host or its terminal. */
import type { Check } from '../subject.ts';

export const confinement: Check = ({ container }) => [
  ...(container.terminal
    ? [
        {
          id: 'terminal',
          severity: 'error' as const,
          text: `${container.name} was made with a terminal (-t); under Docker such a container cannot be restored.`,
          remedy: 'Make it again without -t.',
        },
      ]
    : []),
  ...container.sharedNamespaces.map((shared) => ({
    id: 'shared-namespace',
    severity: 'error' as const,
    text: `${container.name} shares a namespace with its host or another container, which stays behind.`,
    measured: shared,
    needed: 'namespaces of its own',
    remedy: 'Make it again without that option.',
  })),
  ...container.volumesFrom.map((other) => ({
    id: 'volumes-from',
    severity: 'error' as const,
    text: `${container.name} takes its volumes from another container, which stays behind.`,
    measured: other,
    remedy: 'Make it again with the volumes named one by one.',
  })),
];
