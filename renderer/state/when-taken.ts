/** Tells whenever a restore point was taken, by this window or by a policy. */
import { on } from './station.ts';
import { useTakes } from './takes.ts';

/** Until the given function is called. */
export function whenTaken(listener: () => void): () => void {
  const leavePolicies = on('policy.state', ({ is }) => {
    if (is === 'taken') listener();
  });
  const leaveTakes = useTakes.subscribe((now, before) => {
    if (Object.entries(now).some(([key, { taken }]) => taken !== undefined && taken !== before[key]?.taken))
      listener();
  });
  return () => {
    leavePolicies();
    leaveTakes();
  };
}
