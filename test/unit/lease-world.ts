/** One laptop, two hosts, two links: a state of the model in `lease-model.ts`. */
import type { Transition } from './explore.ts';
import { type Answer, type Source, type Target, onSource, onTarget } from './lease-hosts.ts';
import { type Command, type Laptop, isHasty, isOnSource, turnBack } from './lease-laptop.ts';
import type { Rules } from './lease-rules.ts';

/** `broken`: could be made again. */
type Link = 'up' | 'broken' | 'cut';

export interface World {
  readonly laptop: Laptop;
  readonly source: Source;
  readonly target: Target;
  readonly toSource: Link;
  readonly toTarget: Link;
  /** In the order of their names: what comes when is open anyway. */
  readonly late: readonly Command[];
  /** How many more of each may happen. */
  readonly faults: Faults;
  /** All that the container was is on the target, the source's copy is dead, and the laptop began to take it away. */
  readonly isWasted: boolean;
}

export interface Faults {
  /** Ends of the laptop's process by SIGKILL. */
  readonly kills: number;
  readonly cuts: number;
  readonly powerLosses: number;
  /** Steps that fail by themselves, or a user's Ctrl-C. */
  readonly failures: number;
}

export type Kind = 'laptop' | 'host' | 'link' | 'late' | 'fault' | 'user';
export type Step = Transition<World, Kind>;

export function begin(faults: Faults, restarts: boolean): World {
  return {
    laptop: { at: 'rounds', reached: 'begun', removal: 'no', release: 'no' },
    source: {
      isUp: true,
      copy: 'running',
      wentOn: false,
      lease: 'none',
      isMarked: true,
      isParked: false,
      isOnDisk: true,
      restarts,
    },
    target: { isUp: true, copy: 'made', door: 'absent', restarts: false, isOnDisk: true },
    toSource: 'up',
    toTarget: 'up',
    late: [],
    faults,
    isWasted: false,
  };
}

/** What must never be, whatever happened. */
export function wrong({ source, target, isWasted }: World): string | undefined {
  const targetRuns = target.copy === 'running' || target.copy === 'new';
  if (source.copy === 'running' && targetRuns) return 'both run';
  if (target.copy === 'new') return 'the target begins from nothing';
  if (targetRuns && source.wentOn) return 'the target goes on from before what the source did since';
  if (isWasted) return 'the last copy is taken away';
  return undefined;
}

/** What the laptop is about to do needs a link: one that is gone ends a hasty step before it has begun. */
export function decide(world: World, laptop: Laptop, rules: Rules): World {
  const { at } = laptop;
  const link =
    at !== 'off' && at !== 'done' && at !== 'rounds' && isOnSource(at) ? world.toSource : world.toTarget;
  if (isHasty(at) && link !== 'up') return decide(world, turnBack(laptop, rules), rules);
  // The engine is asked for a start that waits in the runtime, and nobody waits for its answer.
  const late =
    world.laptop.at === 'prepare' && laptop.at === 'deliver' ? withLate(world, 'start') : world.late;
  const before = world.laptop;
  const { source, target } = world;
  const isBack = (one: Laptop): boolean => one.removal !== 'no' || one.release !== 'no';
  const isWhole =
    target.copy === 'running' || (target.copy === 'made' && ['shut', 'open'].includes(target.door));
  const knows = laptop.reached === 'delivered' || laptop.reached === 'leave';
  const wastes =
    knows && isWhole && source.copy === 'ended' && source.isParked && isBack(laptop) && !isBack(before);
  return { ...world, laptop, late, isWasted: world.isWasted || wastes };
}

export function carryOut(world: World, command: Command, rules: Rules): [World, Answer] {
  if (isOnSource(command)) {
    const [source, answer] = onSource(world.source, command, rules);
    return [{ ...world, source }, answer];
  }
  const [target, answer] = onTarget(world.target, command, rules, world.source.restarts);
  return [{ ...world, target }, answer];
}

/** Questions leave no trace, and what never reached its host is not late. */
export function withLate({ late, toSource, toTarget }: World, at: Laptop['at']): readonly Command[] {
  if (at === 'rounds' || at === 'off' || at === 'done') return late;
  if (['askSource', 'askTarget', 'askLastCopy', 'deliver', 'check'].includes(at)) return late;
  return (isOnSource(at) ? toSource : toTarget) === 'up' ? [...late, at].sort() : late;
}

export function key({ laptop, source, target, toSource, toTarget, late, faults, isWasted }: World): string {
  const { kills, cuts, powerLosses, failures } = faults;
  return [
    ...Object.values(laptop),
    ...Object.values(source).map(short),
    ...Object.values(target).map(short),
    toSource,
    toTarget,
    late.join('+'),
    ((kills * 9 + cuts) * 9 + powerLosses) * 9 + failures,
    short(isWasted),
  ].join();
}

const short = (value: unknown): unknown => (value === true ? 1 : value === false ? 0 : value);
