/** How far a step of a run has come, as the journal says now. */
import type { StepState } from '../../shared/model.ts';
import type { Move } from './move.ts';
import type { StepName } from './step.ts';

/** Undefined for a step that was never begun. */
export function stateOf(move: Move, name: StepName): StepState | undefined {
  return move.journal.steps.of(move.run).find((step) => step.name === name)?.state;
}
