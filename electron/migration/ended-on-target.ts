/** After the decision nobody but the target's engine keeps the container running; what ended meanwhile must be told. */
import { asShiplockError, ShiplockError } from '../../shared/errors.ts';
import type { Move } from './move.ts';

/**
 * The container has ended on the target, and its engine does not start it again: it was killed with a daemon that crashed,
 * for instance. As an error that needs attention; undefined if it runs, or if the target cannot be asked any more.
 */
export async function endedOnTarget(move: Move): Promise<ShiplockError | undefined> {
  const { target, targetId, plan, run } = move;
  const { name, restartPolicy } = plan.container;
  if (restartPolicy.name !== 'no') return undefined;
  const now = await target.engine.container(targetId).catch((thrown: unknown) => {
    if (asShiplockError(thrown).code !== 'link-lost') throw thrown;
  });
  if (now?.state !== 'exited' && now?.state !== 'dead') return undefined;
  return new ShiplockError(
    'attention',
    `${name} was moved to ${target.host} and has ended there since, with exit status ${now.exitCode}.`,
    {
      state: `No host runs ${name}. All its data is on ${target.host}.`,
      remedy: `Start it on ${target.host}: docker start ${name}\nThen: shiplock resume ${run}`,
    },
  );
}
