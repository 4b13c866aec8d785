/** Published ports must be free on the target. */
import type { Finding } from '../../../shared/model.ts';
import type { Check } from '../subject.ts';

export const ports: Check = ({ container, target }) =>
  container.ports.flatMap(({ requestedPort, protocol, hostAddress, containerPort }): Finding[] => {
    if (requestedPort === 0) {
      return [
        {
          id: 'port-random',
          severity: 'warning',
          text: `Port ${containerPort}/${protocol} is published on whatever port is free; it will be another one on ${target.name}.`,
          remedy: 'Give the port a number if others rely on it.',
        },
      ];
    }
    const taken = target.facts.listening.some(
      (listener) =>
        listener.protocol === protocol &&
        listener.port === requestedPort &&
        overlaps(listener.address, hostAddress),
    );
    return taken
      ? [
          {
            id: 'port-taken',
            severity: 'error',
            text: `Port ${requestedPort}/${protocol} is taken on ${target.name}.`,
            measured: `something listens on ${requestedPort}/${protocol}`,
            needed: 'a free port',
            remedy: `Stop what uses it: ss -lp 'sport = ${requestedPort}'`,
          },
        ]
      : [];
  });

const everywhere = new Set(['', '0.0.0.0', '::', '[::]', '*']);

function overlaps(one: string, other: string): boolean {
  return everywhere.has(one) || everywhere.has(other) || one === other;
}
