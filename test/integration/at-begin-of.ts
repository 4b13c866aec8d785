/** Acts once in the life of a move, when one of its steps begins. */
import type { Event } from '../../shared/contract.ts';

/** An `onEvent` for `moves.start`. */
export function atBeginOf(step: string, act: () => void): (event: Event) => void {
  let acted = false;
  return (event) => {
    if (acted || event.event !== 'run.step' || event.step !== step || event.state !== 'began') return;
    acted = true;
    act();
  };
}
