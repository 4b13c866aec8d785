/** The rules that the argument in `electron/migration/lease.md` rests on. Each can be broken, to see what it is for. */
const names = [
  /** Leave to run is given only after the source was asked for its promise. */
  'promiseIsAsked',
  /** And only if it gave it. */
  'promiseIsHeeded',
  /** The source promises only while it holds the container, or when that ended while it was held. */
  'promiseWantsLease',
  'watchdogHeedsPromise',
  'holdWantsMark',
  'pauseWantsLease',
  /** Letting go, ending the lease and taking the mark away is one act, under the lock. */
  'releaseIsOne',
  /** The restart policy is off while the container is frozen. */
  'parks',
  /** That is on the disk before the source promises. */
  'parkedOnDisk',
  'releaseOnDisk',
  /** The target's restart policy is on its disk before the source's copy is taken away. */
  'commitOnDisk',
  /** An ended copy is taken for one that ended frozen only if the source knows, from its disk, that it never went on. */
  'deadMeansParked',
  /** That leave is given is in the journal before it is. */
  'leaveIsJournaled',
  /** After leave, the way back takes the target's copy away before the source's goes on. */
  'targetGoneFirst',
  /** After leave, recovery asks the target whether it runs. */
  'recoveryAsksTarget',
  /** That the target's copy is being taken away is in the journal before it is; from then on there is no way forward. */
  'removalIsJournaled',
  /** Recovery goes forward when the source's copy ended while it was frozen and all of it had arrived. */
  'lastCopyIsKept',
  /** The runtime's folder stays, as a refusal, until the target's copy is gone. */
  'folderOutlivesCopy',
  /** Who says that the target is off says the truth. */
  'userIsRight',
] as const;

export type Rule = (typeof names)[number];
export type Rules = Readonly<Record<Rule, boolean>>;

/** All of them kept. */
export const rules = Object.fromEntries(names.map((name) => [name, true])) as Rules;
