/** How fast the move's route is. */
import { probeRate } from '../transfer/rate.ts';
import type { Move } from './move.ts';

/** Bytes a second: as known by now, or else by a short probe. Errors: those of `Route.join`. */
export async function routeRate({ rate, route, source, target, signal }: Move): Promise<number> {
  if (rate.bytesPerSecond !== undefined) return rate.bytesPerSecond;
  const found = await probeRate(route, source.session, target.session, signal);
  rate.assume(found);
  return found;
}
