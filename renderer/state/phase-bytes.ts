/** How many of a run's bytes were sent in the phase that is under way. */
import type { PhaseName } from './run-phases.ts';

export class PhaseBytes {
  #phase: PhaseName | undefined;
  #before: number | undefined;
  #last: number | undefined;

  /** `sent`: in all until now. Undefined when the phase had begun before this was asked of it. */
  of(phase: PhaseName | undefined, sent: number): number | undefined {
    if (phase !== this.#phase) {
      // Before its copying a run sends nothing.
      this.#before = phase === 'prepare' || phase === 'copy' ? 0 : this.#last;
      this.#phase = phase;
    }
    this.#last = sent;
    return this.#before === undefined ? undefined : sent - this.#before;
  }
}
