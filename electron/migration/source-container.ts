/** The container as the source's engine knows it now. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Container } from '../engines/engine.ts';
import type { Move } from './move.ts';

/** Throws 'not-found' if it does not run there any more, frozen or not. */
export async function sourceContainer({ source, sourceId, plan }: Move): Promise<Container> {
  const now = await source.engine.container(sourceId);
  if (now?.state === 'running' || now?.state === 'paused') return now;
  throw new ShiplockError('not-found', `${plan.container.name} does not run on ${source.host} any more.`, {
    state: `It is ${now?.state ?? 'gone'} there; Shiplock did not stop it.`,
    remedy: 'Start it, and move it then.',
  });
}
