/**
 * The point from which the target could start the container if the source were gone for good: the last round that arrived
 * there whole. A round notes it when all of it has arrived and was proved, and takes it back before it changes any of it.
 */
import { z } from 'zod';
import type { KeptPlace } from '../checkpoint/dump.ts';
import type { RescuePoint } from '../../shared/model.ts';
import type { Move } from './move.ts';
import type { Parcel } from './parcels.ts';

interface StepRecord {
  readonly name: string;
  readonly state: string;
  readonly data?: unknown;
}

const roundsNotes = z.object({
  filesAt: z.string().nullish(),
  memoryAt: z.string().nullish(),
  chain: z.number().nullish(),
});

/** From the journal alone; undefined while there is none, and once the freeze changes what it is made of. */
export function rescuePointOf(steps: readonly StepRecord[]): RescuePoint | undefined {
  const step = (name: string) => steps.find((each) => each.name === name);
  if (step('deliver') !== undefined) return undefined;
  if (['workspace', 'data', 'create'].some((name) => step(name)?.state === 'undone')) return undefined;
  const { filesAt, memoryAt, chain } = roundsNotes.safeParse(step('rounds')?.data).data ?? {};
  if (memoryAt) return { at: memoryAt, hasMemory: true, missing: ['what it did and wrote since then'] };
  if (!filesAt) return undefined;
  const why = chain
    ? 'the rounds of memory that this kernel allows hold no processes'
    : 'no complete round of it had arrived';
  return {
    at: filesAt,
    hasMemory: false,
    missing: [
      `its memory (${why}): its programs start anew`,
      'what it wrote since then; the files were copied one after the other while it ran',
    ],
  };
}

/** The files as the places that a round's dump keeps, in an order that is the same on both hosts. */
export const keptPlaces = (move: Move, parcels: readonly Parcel[], end: 'from' | 'to'): KeptPlace[] =>
  parcels.map((parcel) => ({
    path: parcel[end],
    prefix: parcel.cargo === 'log' ? (move.plan.container.log?.prefix ?? '') : '',
  }));
