/** A run's steps, gathered into the phases that people think in, and how each of them stands. */
import type { RunReport, Step } from '../../shared/model.ts';

export type PhaseName = 'prepare' | 'copy' | 'freeze' | 'change' | 'check' | 'tidy';

/** `undoing`: the run is being taken back, and this is among what is left of it. `unfinished`: it broke off here. */
export type PhaseState = 'waiting' | 'running' | 'done' | 'failed' | 'undoing' | 'undone' | 'unfinished';

export interface Phase {
  readonly name: PhaseName;
  readonly state: PhaseState;
  readonly steps: readonly Step[];
  /** When its first step began, ISO 8601. */
  readonly startedAt: string | undefined;
  /** From then to the end of its last step; undefined until it has ended. */
  readonly ms: number | undefined;
}

type PhaseSteps = readonly (readonly [PhaseName, readonly string[]])[];

const ofMove: PhaseSteps = [
  ['prepare', ['mark', 'workspace', 'route', 'runtime']],
  ['copy', ['image', 'data', 'create', 'rounds']],
  ['freeze', ['freeze', 'deliver', 'fence', 'resume']],
  ['check', ['check', 'commit']],
  ['tidy', ['retire', 'tidy']],
];

const ofRestore: PhaseSteps = [
  ['prepare', ['mark', 'workspace', 'runtime']],
  ['copy', ['image', 'data', 'create', 'deliver']],
  ['change', ['park', 'exchange', 'resume']],
  ['check', ['check', 'commit']],
  ['tidy', ['tidy']],
];

/** In the order in which a run goes through them, those that it has not come to included. */
export function phasesOf(report: RunReport): Phase[] {
  const shape = report.restorePoint === undefined ? ofMove : ofRestore;
  const isGoingBack = report.outcome === null && report.steps.some(({ state }) => state === 'undone');
  return shape.map(([name, expected], index) => {
    const steps = report.steps.filter((step) => expected.includes(step.name));
    const later = shape.slice(index + 1).flatMap(([, names]) => names);
    // A restore skips steps that it does not need: what comes after them tells that they are over.
    const isOver =
      steps.some((step) => step.name === expected.at(-1)) ||
      report.steps.some((step) => later.includes(step.name));
    const state = stateOf(steps, { isOver, isGoingBack, hasEnded: report.outcome !== null });
    return {
      name,
      state,
      steps,
      startedAt: steps[0]?.startedAt,
      ms: isTiming(state) ? undefined : msOf(steps),
    };
  });
}

/** The container is the target's: there is only forward. */
export const isDecided = ({ steps }: RunReport): boolean =>
  steps.some(({ name, state }) => name === 'commit' && state !== 'undone');

interface Standing {
  readonly isOver: boolean;
  readonly isGoingBack: boolean;
  readonly hasEnded: boolean;
}

function stateOf(steps: readonly Step[], { isOver, isGoingBack, hasEnded }: Standing): PhaseState {
  if (steps.length === 0) return 'waiting';
  if (steps.every(({ state }) => state === 'undone')) return 'undone';
  if (isGoingBack) return 'undoing';
  if (steps.some(({ state }) => state === 'failed')) return 'failed';
  if (steps.every(({ state }) => state === 'done') && isOver) return 'done';
  return hasEnded ? 'unfinished' : 'running';
}

const isTiming = (state: PhaseState): boolean =>
  state === 'waiting' || state === 'running' || state === 'undoing' || state === 'unfinished';

/** Of steps that have all been timed; they follow each other. */
function msOf(steps: readonly Step[]): number | undefined {
  const [first] = steps;
  const last = steps.at(-1);
  if (first === undefined || last?.ms === undefined) return undefined;
  return Date.parse(last.startedAt) + last.ms - Date.parse(first.startedAt);
}
