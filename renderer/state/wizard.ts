/** What was answered so far in the wizard of each move that is being made ready: going back, or away for a while, keeps it. */
import { create } from 'zustand';
import type { Checked } from '../../shared/contract.ts';
import type { ShiplockError } from '../../shared/errors.ts';
import type { Plan } from '../../shared/model.ts';

export const wizardSteps = ['what', 'where', 'how', 'review', 'run'] as const;
export type WizardStep = (typeof wizardSteps)[number];

/** What the plan of a move is asked for by. */
export type PlanRequest = Omit<Checked<'moves.plan'>, 'accept'>;

export interface Answers {
  readonly step: WizardStep;
  /** Undefined until a target was chosen. */
  readonly to: string | undefined;
  readonly how: Omit<PlanRequest, 'container' | 'from' | 'to'>;
  /** Warnings that were accepted, by `id`. */
  readonly accept: readonly string[];
  /** The last plan, and what it was asked for by: it is good for nothing else. */
  readonly planned: { readonly request: PlanRequest; readonly plan: Plan } | undefined;
  /** Undefined until the move was told to begin. */
  readonly starting: Starting | undefined;
}

/** A move that was told to begin. */
export interface Starting {
  readonly isUnderWay: boolean;
  /** It was told not to, after all. */
  readonly isStopping: boolean;
  /** As soon as there is one. */
  readonly run: string | undefined;
  /** Why nothing was begun. */
  readonly error: ShiplockError | undefined;
}

const nothingAnswered: Answers = {
  step: 'what',
  to: undefined,
  how: {
    route: 'auto',
    maxRounds: 4,
    maxFreezeSeconds: 120,
    keepSource: false,
    replaceData: false,
    useStore: true,
    rehearse: false,
  },
  accept: [],
  planned: undefined,
  starting: undefined,
};

export interface Moved {
  readonly from: string;
  readonly container: string;
}

/** What the screen of each step is given. */
export interface StepProps extends Moved {
  readonly onStep: (step: WizardStep) => void;
}

interface Wizards {
  readonly answers: ReadonlyMap<string, Answers>;
}

const useWizards = create<Wizards>()(() => ({ answers: new Map() }));

/** Names have no spaces. */
export const keyOf = ({ from, container }: Moved): string => `${from} ${container}`;

export const answersOf = (of: Moved): Answers =>
  useWizards.getState().answers.get(keyOf(of)) ?? nothingAnswered;

export const useAnswers = (of: Moved): Answers =>
  useWizards(({ answers }) => answers.get(keyOf(of)) ?? nothingAnswered);

export function answer(of: Moved, change: Partial<Answers>): void {
  useWizards.setState(({ answers }) => {
    const before = answers.get(keyOf(of)) ?? nothingAnswered;
    return { answers: new Map(answers).set(keyOf(of), { ...before, ...change }) };
  });
}

/** The next move of it begins with nothing answered. */
export function forgetAnswers(of: Moved): void {
  useWizards.setState(({ answers }) => {
    const left = new Map(answers);
    left.delete(keyOf(of));
    return { answers: left };
  });
}

/** Undefined until a target was chosen. */
export const planRequestOf = ({ from, container }: Moved, { to, how }: Answers): PlanRequest | undefined =>
  to === undefined ? undefined : { container, from, to, ...how };

/** The plan of what is asked for now; undefined if that was not planned yet. */
export function planOf(of: Moved, answers: Answers): Plan | undefined {
  const request = planRequestOf(of, answers);
  const { planned } = answers;
  return JSON.stringify(planned?.request) === JSON.stringify(request) ? planned?.plan : undefined;
}

/** The last plan, if how the move is to be done has changed since in nothing that a check depends on. */
export function checkedPlanOf({ planned, to, how }: Answers): Plan | undefined {
  const isOfThis = planned?.request.to === to && planned?.request.replaceData === how.replaceData;
  return isOfThis ? planned?.plan : undefined;
}

/** The last plan for this target, which may be of another way to do it. */
export const lastPlanOf = ({ planned, to }: Answers): Plan | undefined =>
  planned?.request.to === to ? planned?.plan : undefined;

/** Nothing stands against it any more. */
export const mayBegin = (plan: Plan | undefined, accept: readonly string[]): boolean =>
  plan?.movable === true && toAccept(plan).every(({ id }) => accept.includes(id));

/** Its warnings, of which those of one name are accepted together. */
export const toAccept = ({ findings }: Plan): Plan['findings'] =>
  findings.filter(({ severity }) => severity === 'warning');
