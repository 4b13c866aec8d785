/** What an engine says of a container's state, taken apart. */
import type { ContainerSummary } from '../../shared/model.ts';

const knownStates = ['running', 'paused', 'restarting', 'created', 'exited', 'dead', 'removing'] as const;

export interface ContainerState {
  /** As the engine calls it, where it is none that is known here. */
  readonly state: (typeof knownStates)[number] | { readonly other: string };
  readonly health: 'healthy' | 'unhealthy' | 'starting' | undefined;
  /** Of one that has ended. */
  readonly exitCode: number | undefined;
}

/** Docker tells of health and exit code in its `status` alone: `Up 3 hours (unhealthy)`, `Exited (137) 2 days ago`. */
export function stateOf({ state, status }: ContainerSummary): ContainerState {
  const exit = /^Exited \((\d+)\)/.exec(status)?.[1];
  return {
    state: knownStates.find((known) => known === state.toLowerCase()) ?? { other: state },
    health: healthOf(status),
    exitCode: exit === undefined ? undefined : Number(exit),
  };
}

function healthOf(status: string): ContainerState['health'] {
  if (status.includes('(unhealthy)')) return 'unhealthy';
  if (status.includes('(healthy)')) return 'healthy';
  return status.includes('(health: starting)') ? 'starting' : undefined;
}
