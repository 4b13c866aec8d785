/** Every case of the matrix: a step of a move, a moment of it, and a fault. Steps are those that a move has. */
import { steps } from '../../electron/migration/steps/index.ts';
import { type Fault, faults } from './inject.ts';
import type { Restart } from './stand.ts';

/** `began`: in the step, as soon as it says that it began; `done`: at the boundary to the next. */
const moments = ['began', 'done'] as const;
export type Moment = (typeof moments)[number];

export interface Case {
  /** By which it can be run alone. */
  readonly name: string;
  readonly step: string;
  readonly moment: Moment;
  readonly fault: Fault;
  /**
   * By turns, so that each step and each fault meet both. But where Docker itself ends the container, one without such a
   * policy looks as if it had ended by itself, and stays as it is.
   */
  readonly restart: Restart;
}

const names: readonly string[] = steps.map(({ name }) => name);
const last = names.at(-1);

/** What would show nothing, and why. A case that is none of these is run. */
const senseless: readonly {
  readonly why: string;
  readonly is: (one: Pick<Case, 'step' | 'moment' | 'fault'>) => boolean;
}[] = [
  {
    why: 'The move is over and holds nothing any more; only the last entry in the journal may be missing.',
    is: ({ step, moment, fault }) => step === last && moment === 'done' && fault.name !== 'app-killed',
  },
  {
    why: 'Without live-restore Docker ends what it ran whatever the step: a few steps in which that matters are enough.',
    is: ({ step, moment, fault }) =>
      fault.name.endsWith('-plain') &&
      !(moment === 'began' && ['rounds', 'deliver', 'resume', 'check', 'retire'].includes(step)),
  },
  {
    why: 'Only while the source holds the container paused, and has not promised to go on doing so, is long another thing.',
    is: ({ step, moment, fault }) =>
      fault.name === 'app-killed-for-long' &&
      !['freeze', 'deliver'].includes(step) &&
      !(step === 'rounds' && moment === 'done'),
  },
  {
    why: 'The target has nothing of the move yet, and Docker there runs no container: the boundary shows the same.',
    is: ({ step, moment, fault }) =>
      fault.name.startsWith('target-') && step === names[0] && moment === 'began',
  },
];

export const allCases: readonly Case[] = names.flatMap((step, stepIndex) =>
  moments.flatMap((moment, momentIndex) =>
    faults.flatMap((fault, faultIndex): Case[] => {
      if (senseless.some(({ is }) => is({ step, moment, fault }))) return [];
      const isEven = (stepIndex + momentIndex + faultIndex) % 2 === 0;
      const restart = isEven || fault.name.endsWith('-plain') ? 'unless-stopped' : 'no';
      return [{ name: `${step}-${moment}-${fault.name}`, step, moment, fault, restart }];
    }),
  ),
);
