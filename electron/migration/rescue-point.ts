/**
 * The point from which the target could start the container if the source were gone for good: the last round that arrived
 * there whole, or all of it if it was frozen and delivered. A round notes it when all of it has arrived and was proved,
 * and takes it back before it changes any of it.
 */
import { z } from 'zod';
import type { KeptPlace } from '../checkpoint/dump-round.ts';
import type { RescuePoint } from '../../shared/model.ts';
import type { Move } from './move.ts';
import type { Parcel } from './parcels.ts';

interface StepRecord {
  readonly name: string;
  readonly state: string;
  readonly startedAt: string;
  readonly data?: unknown;
}

const roundsNotes = z.object({
  filesAt: z.string().optional(),
  isChanging: z.boolean().optional(),
  memoryAt: z.string().nullish(),
  waiting: z.record(z.string(), z.array(z.looseObject({ path: z.string() }))).optional(),
  chain: z.number().nullish(),
});

/**
 * From the journal alone; undefined while there is none, and once the target may run its copy. While files are being
 * changed there is still what a cold start takes, and the only copy perhaps: it says so.
 */
export function rescuePointOf(steps: readonly StepRecord[]): RescuePoint | undefined {
  const step = (name: string) => steps.find((each) => each.name === name);
  const stateOf = (name: string) => step(name)?.state;
  if (![undefined, 'undone'].includes(stateOf('resume'))) return undefined;
  if (['workspace', 'data', 'create'].some((name) => stateOf(name) === 'undone')) return undefined;
  const freeze = step('freeze');
  if (stateOf('deliver') === 'done' && freeze !== undefined) {
    const missing = [
      {
        en: 'what it did since then, if its host has let it go on',
        zh: '此后所做的一切（如果其主机已让它继续运行）',
      },
    ];
    return { at: freeze.startedAt, hasMemory: true, missing };
  }
  const notes = roundsNotes.safeParse(step('rounds')?.data).data;
  if (notes?.filesAt === undefined) return undefined;
  const isChanging = notes.isChanging === true || step('deliver') !== undefined;
  if (notes.memoryAt && !isChanging)
    return {
      at: notes.memoryAt,
      hasMemory: true,
      missing: [{ en: 'what it did and wrote since then', zh: '此后的运行和写入' }],
    };
  const why = notes.chain
    ? {
        en: 'the rounds of memory that this kernel allows hold no processes',
        zh: '此内核支持的内存轮次不含进程',
      }
    : { en: 'no complete round of it was there', zh: '没有完整送达的一轮' };
  return {
    at: notes.filesAt,
    hasMemory: false,
    missing: [
      {
        en: `its memory (${why.en}): its programs start anew`,
        zh: `内存（${why.zh}），其程序将重新启动`,
      },
      {
        en: 'what it wrote since then; the files were copied one after the other while it ran',
        zh: '此后写入的内容；文件是在它运行时逐个拷贝的',
      },
      ...(notes.waiting === undefined
        ? []
        : [
            {
              en: 'what it wrote since the first round to files that it writes anew all the time',
              zh: '自第一轮以来写入那些不断重写的文件的内容',
            },
          ]),
      ...(isChanging
        ? [
            {
              en: 'the rest of what was just being sent: a file of it may be half old and half new',
              zh: '当时正在传送的其余内容：其中某个文件可能新旧各半',
            },
          ]
        : []),
    ],
  };
}

/** The files as the places that a round's dump keeps, in an order that is the same on both hosts. */
export const keptPlaces = (move: Move, parcels: readonly Parcel[], end: 'from' | 'to'): KeptPlace[] =>
  parcels.map((parcel) => {
    const { waiting = {} } = move.recall('rounds');
    return {
      path: parcel[end],
      prefix: parcel.cargo === 'log' ? (move.plan.container.log?.prefix ?? '') : '',
      // The target has them as they were before the last round.
      also: waiting[parcel.from]?.map(({ path }) => Buffer.from(path)),
    };
  });
