/** Containers that a restore would meet: the original, if it still runs somewhere, and whatever has the name that is wanted. */
import type { Container } from '../../engines/container.ts';
import type { End } from '../../preflight/gather.ts';
import type { Description } from '../restore-point.ts';

export interface Standing {
  readonly host: string;
  readonly container: Container;
  /** `original`: the one that the point was taken of, or that has gone by its name on its host since. */
  readonly why: 'original' | 'name';
}

/**
 * A restore under another name than the original's is a clone: it may run beside it. An original that does not run is in
 * nobody's way, but for its name. `origin`: the host where the point was taken, if it can be asked.
 */
export async function findStanding(
  { container: taken, host }: Description,
  name: string,
  target: End,
  origin: End | undefined,
): Promise<Standing[]> {
  const found: Standing[] = [];
  const onTarget = target.session.host.name;
  if (name === taken.name && origin !== undefined) {
    const original = (await origin.engine.container(taken.id)) ?? (await origin.engine.container(taken.name));
    if (original !== undefined && runs(original)) found.push({ host, container: original, why: 'original' });
  }
  const named = await target.engine.container(name);
  if (
    named !== undefined &&
    !found.some((each) => each.host === onTarget && each.container.id === named.id)
  ) {
    found.push({ host: onTarget, container: named, why: 'name' });
  }
  return found;
}

export const runs = ({ state }: Container): boolean =>
  state === 'running' || state === 'paused' || state === 'restarting';
