/** Tells whenever a restore point was taken, by whichever window or by a policy. */
import { on } from './station.ts';

/** Until the given function is called. */
export function whenTaken(listener: () => void): () => void {
  const leavePolicies = on('policy.state', ({ is }) => {
    if (is === 'taken') listener();
  });
  const leaveTakes = on('backup.ended', ({ point }) => {
    if (point !== undefined) listener();
  });
  return () => {
    leavePolicies();
    leaveTakes();
  };
}
