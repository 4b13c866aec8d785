/** The lease as a move takes it: what the source does to the container when it is left alone with it. */
import { networkLockProgram } from '../checkpoint/network-lock.ts';
import { outerAddresses } from '../preflight/connections.ts';
import type { Move } from './move.ts';

export const neverRestart = { name: 'no', maximumRetries: 0 };

/**
 * Begins the lease, or takes it up again, and has the source not start the container by itself for as long as it lasts.
 * `pid`: of the container's first process, there. Throws 'lease-over' when another process of this run has let it go.
 */
export async function holdLease(move: Move, pid: number): Promise<void> {
  const { source, sourceId, lease } = move;
  await lease.hold(releaseProgram(move, pid), move.workspace('source'));
  if (isRestarted(move)) await lease.within(source.engine.restartPolicyProgram(sourceId, neverRestart));
}

function releaseProgram(move: Move, pid: number): string {
  const { source, sourceId, plan } = move;
  const policy = isRestarted(move) ? plan.container.restartPolicy : undefined;
  const unlock = mustBeSilent(move) ? networkLockProgram('unlock', pid) : '';
  return unlock + source.engine.goOnProgram(sourceId, policy);
}

export const isRestarted = ({ plan }: Move): boolean => plan.container.restartPolicy.name !== 'no';

/** Its copy will speak from the same address. */
export const mustBeSilent = ({ plan }: Move): boolean => outerAddresses(plan.container).length > 0;
