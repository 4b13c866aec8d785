/** The two hosts of a move, as far as the lease is concerned, and what each command does there. See `lease-model.ts`. */
import type { Rules } from './lease-rules.ts';

export interface Source {
  readonly isUp: boolean;
  readonly copy: 'running' | 'paused' | 'ended' | 'gone';
  /** It ran again after it was frozen, so what the target has is out of date. */
  readonly wentOn: boolean;
  readonly lease: 'none' | 'held' | 'promised' | 'released';
  readonly isMarked: boolean;
  /** Outlives a loss of power: it is frozen for a move, and its engine does not start it. */
  readonly isParked: boolean;
  /** False: a loss of power may turn `isParked` back. */
  readonly isOnDisk: boolean;
  /** What its user wants of the engine. */
  readonly restarts: boolean;
}

export interface Target {
  readonly isUp: boolean;
  /** `new`: it runs, and began from nothing instead of going on. */
  readonly copy: 'none' | 'made' | 'running' | 'new' | 'ended';
  /** The runtime's folder: no such folder, waiting for leave, leave given, told to give up. */
  readonly door: 'absent' | 'shut' | 'open' | 'stop';
  /** Outlives a loss of power: its engine starts it. */
  readonly restarts: boolean;
  readonly isOnDisk: boolean;
}

/** What a command answers; undefined while it waits. */
export type Answer = 'ok' | 'refused' | 'dead' | 'alive' | 'runs' | 'waits' | 'nothing' | undefined;

export type SourceCommand = 'hold' | 'pause' | 'fence' | 'askSource' | 'release' | 'end' | 'retire';
export type TargetCommand =
  | 'prepare'
  | 'deliver'
  | 'go'
  | 'start'
  | 'check'
  | 'askTarget'
  | 'askLastCopy'
  | 'giveUp'
  | 'remove'
  | 'commit';

export function onSource(source: Source, command: SourceCommand, rules: Rules): [Source, Answer] {
  const { copy, lease, isMarked, isParked } = source;
  const refused: [Source, Answer] = [source, 'refused'];
  const isDead = copy === 'ended' && (isParked || (!rules.deadMeansParked && !source.restarts));
  switch (command) {
    case 'hold':
      if ((rules.holdWantsMark && !isMarked) || lease !== 'none' || copy !== 'running') return refused;
      return [{ ...source, lease: 'held', isParked: rules.parks, isOnDisk: false }, 'ok'];
    case 'pause':
      if (rules.pauseWantsLease && (!isMarked || lease !== 'held')) return refused;
      return [{ ...source, copy: copy === 'running' ? 'paused' : copy }, 'ok'];
    case 'fence':
      if (rules.promiseWantsLease ? lease !== 'held' && lease !== 'promised' && !isDead : false)
        return refused;
      return [{ ...source, lease: 'promised', isOnDisk: rules.parkedOnDisk || source.isOnDisk }, 'ok'];
    case 'askSource':
      return [source, isDead ? 'dead' : 'alive'];
    case 'release':
      if (!isMarked && !isParked && lease === 'none') return [source, 'ok'];
      return [{ ...letGo(source, rules), ...(rules.releaseIsOne ? nothingHeld : {}) }, 'ok'];
    case 'end':
      return [{ ...source, ...nothingHeld }, 'ok'];
    case 'retire':
      return [{ ...source, ...nothingHeld, copy: 'gone', isParked: false }, 'ok'];
  }
}

const nothingHeld = { lease: 'none', isMarked: false } as const;

/** The copy goes on; one that ended with its host is begun anew where its engine would have done that. */
function letGo(source: Source, rules: Rules): Source {
  const goesOn = source.copy === 'paused' || (source.copy === 'ended' && source.restarts);
  const parked = source.isParked ? { isParked: false, isOnDisk: rules.releaseOnDisk } : {};
  return { ...source, ...parked, ...(goesOn ? ({ copy: 'running', wentOn: true } as const) : {}) };
}

/** The watchdog's moment. */
export function expire(source: Source, rules: Rules): Source {
  return { ...letGo(source, rules), lease: 'released' };
}

export function onTarget(
  target: Target,
  command: TargetCommand,
  rules: Rules,
  wantsRestarts: boolean,
): [Target, Answer] {
  const { copy, door } = target;
  const refused: [Target, Answer] = [target, 'refused'];
  const runs = copy === 'running' || copy === 'new';
  switch (command) {
    case 'prepare':
      if (copy !== 'made' || (door !== 'absent' && door !== 'shut')) return refused;
      return [{ ...target, door: 'shut' }, 'ok'];
    case 'deliver':
      return door === 'shut' ? [target, 'ok'] : refused;
    case 'go':
      if (runs) return [target, 'ok'];
      return door === 'shut' || door === 'open' ? [{ ...target, door: 'open' }, 'ok'] : refused;
    case 'start':
      return start(target);
    case 'check':
      return [target, runs ? 'ok' : 'refused'];
    case 'askTarget':
    case 'askLastCopy':
      if (runs) return [target, 'runs'];
      return [target, copy === 'made' && (door === 'shut' || door === 'open') ? 'waits' : 'nothing'];
    case 'giveUp':
      return [
        door === 'absent' ? target : { ...target, door: rules.folderOutlivesCopy ? 'stop' : 'absent' },
        'ok',
      ];
    case 'remove':
      return [{ ...target, copy: 'none', door: 'absent', restarts: false, isOnDisk: true }, 'ok'];
    case 'commit': {
      const begun = copy === 'ended' ? ({ copy: 'running' } as const) : {};
      return [
        { ...target, ...begun, restarts: wantsRestarts, isOnDisk: rules.commitOnDisk || !wantsRestarts },
        'ok',
      ];
    }
  }
}

/** The engine asks the runtime for it: a restore if there is a checkpoint, which waits for leave, or else a new one. */
function start(target: Target): [Target, Answer] {
  if (target.copy === 'running' || target.copy === 'new') return [target, 'ok'];
  if (target.copy === 'none') return [target, 'refused'];
  switch (target.door) {
    case 'open':
      return [{ ...target, copy: 'running', door: 'absent' }, 'ok'];
    case 'shut':
      return [target, undefined];
    case 'stop':
      return [target, 'refused'];
    case 'absent':
      return [{ ...target, copy: 'new' }, 'ok'];
  }
}

/** What may be left after a loss of power: what was not on the disk yet is there or is not. */
export function sourceWithoutPower(source: Source): Source[] {
  const copy = source.copy === 'gone' ? 'gone' : 'ended';
  const dark: Source = { ...source, ...nothingHeld, isUp: false, copy, isOnDisk: true };
  return source.isOnDisk ? [dark] : [dark, { ...dark, isParked: !source.isParked }];
}

export function targetWithoutPower(target: Target): Target[] {
  const copy = target.copy === 'none' || target.copy === 'made' ? target.copy : 'ended';
  const dark: Target = { ...target, isUp: false, copy, door: 'absent', isOnDisk: true };
  return target.isOnDisk ? [dark] : [dark, { ...dark, restarts: !target.restarts }];
}

export function bootSource(source: Source): Source {
  const starts = source.copy === 'ended' && source.restarts && !source.isParked;
  return { ...source, isUp: true, ...(starts ? ({ copy: 'running', wentOn: true } as const) : {}) };
}

export function bootTarget(target: Target): Target {
  const starts = target.copy === 'ended' && target.restarts;
  return { ...target, isUp: true, ...(starts ? ({ copy: 'running' } as const) : {}) };
}
