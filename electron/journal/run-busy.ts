/** Why a run cannot be begun or taken over now, and what to do about it. */
import { ShiplockError } from '../../shared/errors.ts';
import { isAlive } from './process-identity.ts';
import type { RunRecord } from './run-record.ts';

/** Another run stands in the way of a new one. */
export function inTheWay(run: RunRecord): ShiplockError {
  const { id, kind, containerName, source, target } = run;
  const doing =
    kind === 'restore'
      ? `restoring ${containerName} on ${target}`
      : `moving ${containerName} from ${source} to ${target}`;
  return new ShiplockError('busy', `Run ${id} is ${doing}.`, {
    state: `No run was started. ${standing(run)}`,
    remedy: whatToDo(run),
  });
}

/** A living process, perhaps this one, is working on the run. */
export function owned(run: RunRecord): ShiplockError {
  return new ShiplockError(
    'busy',
    `Run ${run.id} belongs to another process, or is being worked on already.`,
    {
      state: standing(run),
      remedy: whatToDo(run),
    },
  );
}

function standing({ id, state, owner, heartbeatAt }: RunRecord): string {
  if (owner === null) return `${id}: ${state}.`;
  const life = isAlive(owner) ? 'is alive' : 'has ended';
  return `${id}: ${state}. Its process ${owner.pid} ${life}; last sign of life ${heartbeatAt ?? 'unknown'}.`;
}

function whatToDo({ id, owner }: RunRecord): string {
  return owner !== null && isAlive(owner) ? `Wait until ${id} has ended.` : `shiplock resume ${id}`;
}
