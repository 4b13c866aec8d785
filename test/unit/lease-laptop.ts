/** The laptop of a move: its journal, and what it does next. See `lease-model.ts`. */
import type { Answer, SourceCommand, TargetCommand } from './lease-hosts.ts';
import type { Rules } from './lease-rules.ts';

export type Command = SourceCommand | TargetCommand;

/** How far the move has come, by its journal. From `leave` on the target may run; at `commit` it is decided. */
export const progress = ['begun', 'freeze', 'delivered', 'leave', 'commit'] as const;

export interface Laptop {
  /** What it does: waits for the answer to a command, copies in rounds, is not running, has finished. */
  readonly at: Command | 'rounds' | 'off' | 'done';
  // The journal, which outlives it:
  readonly reached: (typeof progress)[number];
  readonly removal: 'no' | 'intended' | 'done';
  readonly release: 'no' | 'intended' | 'done';
}

export const isOnSource = (command: Command): command is SourceCommand =>
  ['hold', 'pause', 'fence', 'askSource', 'release', 'end', 'retire'].includes(command);

/** A link that is lost while one of these is under way ends the attempt at once; else the link is waited for. */
export const isHasty = (command: Laptop['at']): boolean =>
  ['hold', 'pause', 'prepare', 'deliver', 'fence'].includes(command);

export const hasLeave = (command: Laptop['at']): boolean => ['go', 'start', 'check'].includes(command);

export const isForward = (at: Laptop['at']): boolean => at === 'rounds' || isHasty(at) || hasLeave(at);

/** Writes the intent, and sends. */
export function send(laptop: Laptop, at: Command, rules: Rules): Laptop {
  switch (at) {
    case 'hold':
      return { ...laptop, at, reached: 'freeze' };
    case 'go':
      return { ...laptop, at, reached: rules.leaveIsJournaled ? 'leave' : laptop.reached };
    case 'start':
      return { ...laptop, at, reached: 'leave' };
    case 'commit':
      return { ...laptop, at, reached: 'commit' };
    case 'giveUp':
      return { ...laptop, at, removal: rules.removalIsJournaled ? 'intended' : laptop.removal };
    case 'release':
      return { ...laptop, at, release: 'intended' };
    default:
      return { ...laptop, at };
  }
}

/** What follows an answer. */
export function proceed(laptop: Laptop, answer: Answer, rules: Rules): Laptop {
  const then = (at: Command): Laptop => send(laptop, at, rules);
  const isRefused = answer === 'refused';
  switch (laptop.at) {
    case 'hold':
      return isRefused ? turnBack(laptop, rules) : then('pause');
    case 'pause':
      return isRefused ? turnBack(laptop, rules) : then('prepare');
    case 'prepare':
      return isRefused ? turnBack(laptop, rules) : then('deliver');
    case 'deliver':
      if (isRefused) return turnBack(laptop, rules);
      return send({ ...laptop, reached: 'delivered' }, rules.promiseIsAsked ? 'fence' : 'go', rules);
    case 'fence':
      return isRefused && rules.promiseIsHeeded ? turnBack(laptop, rules) : then('go');
    case 'go':
      return isRefused ? turnBack(laptop, rules) : then('start');
    case 'start':
      return isRefused ? turnBack(laptop, rules) : then('check');
    case 'check':
      return isRefused ? turnBack(laptop, rules) : then('commit');
    case 'commit':
      return then('retire');
    case 'retire':
      return { ...laptop, at: 'done' };
    case 'askTarget':
      if (answer === 'runs') return then('check');
      return answer === 'waits' ? then('askSource') : undo(laptop, rules);
    case 'askSource':
      return answer === 'dead' && rules.lastCopyIsKept ? then('askLastCopy') : undo(laptop, rules);
    case 'askLastCopy':
      if (answer === 'runs') return then('check');
      return answer === 'waits' ? then('fence') : undo(laptop, rules);
    case 'giveUp':
      return then('remove');
    case 'remove':
      return undo({ ...laptop, removal: 'done' }, rules);
    case 'release':
      return rules.releaseIsOne ? undo({ ...laptop, release: 'done' }, rules) : then('end');
    case 'end':
      return undo({ ...laptop, release: 'done' }, rules);
    default:
      return laptop;
  }
}

/** A step failed, or the user would rather not. */
export function turnBack(laptop: Laptop, rules: Rules): Laptop {
  const mayBeLast = laptop.reached === 'delivered' || laptop.reached === 'leave';
  return mayBeLast ? send(laptop, 'askSource', rules) : undo(laptop, rules);
}

/** What is left of the way back. */
function undo(laptop: Laptop, rules: Rules): Laptop {
  const { reached, removal, release } = laptop;
  const isTargetFirst = reached === 'leave' && release === 'no' && rules.targetGoneFirst;
  if (removal !== 'done' && (release === 'done' || isTargetFirst)) return send(laptop, 'giveUp', rules);
  if (release !== 'done') return send(laptop, 'release', rules);
  return { ...laptop, at: 'done' };
}

/** The app starts again, and finds the run in its journal. */
export function recover(laptop: Laptop, rules: Rules): Laptop {
  const { reached, removal, release } = laptop;
  const isGoingBack = removal !== 'no' || release !== 'no';
  if (isGoingBack && reached !== 'commit') return undo(laptop, rules);
  switch (reached) {
    case 'commit':
      return send(laptop, 'commit', rules);
    case 'begun':
      return { ...laptop, at: 'rounds' };
    case 'freeze':
      return undo(laptop, rules);
    case 'delivered':
      return send(laptop, 'askSource', rules);
    case 'leave':
      return rules.recoveryAsksTarget ? send(laptop, 'askTarget', rules) : send(laptop, 'release', rules);
  }
}

/** The user says that the target is off: the source's copy need not wait for the target's to be taken away. */
export function withoutTarget(laptop: Laptop, rules: Rules): Laptop {
  return send(laptop, 'release', rules);
}
