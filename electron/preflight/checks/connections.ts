/** What becomes of TCP connections that are established now. */
import { fateOfConnections } from '../connections.ts';
import type { Check } from '../subject.ts';

export const connections: Check = (subject) => {
  const { fate, kept, closed } = fateOfConnections(subject.container, subject.vitals.sockets);
  if (fate === 'none') return [];
  if (fate === 'keep') {
    return [
      {
        id: 'connections-kept',
        severity: 'info',
        text: `${kept} TCP connections stay open.`,
        measured: String(kept),
      },
    ];
  }
  return [
    {
      id: 'connections-closed',
      severity: 'warning',
      text: `${kept + closed} TCP connections will be closed: ${closed} of them lead to an address that the container does not keep.`,
      measured: String(kept + closed),
      remedy: 'Clients connect again, to the target.',
    },
  ];
};
