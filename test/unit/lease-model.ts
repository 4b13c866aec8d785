/**
 * The rule that lets one copy at most run, as a model small enough to be looked at in every state: one laptop, two hosts,
 * two links; and whatever can go wrong with them at any moment, in any order.
 *
 * There are no clocks: the watchdog's moment may come at any time while the lease is held, so a renewal changes nothing.
 * A command that the laptop no longer waits for is `late`: it is carried out at any later time, or never. What a command
 * does on its host is one act, as it is under the lock there.
 */
import type { Model } from './explore.ts';
import { goesWrong } from './lease-faults.ts';
import { bootSource, bootTarget, expire } from './lease-hosts.ts';
import { hasLeave, isOnSource, proceed, recover, send, turnBack, withoutTarget } from './lease-laptop.ts';
import type { Rules } from './lease-rules.ts';
import {
  type Faults,
  type Kind,
  type Step,
  type World,
  begin,
  carryOut,
  decide,
  key,
  wrong,
} from './lease-world.ts';

export function leaseModel(faults: Faults, rules: Rules): Model<World, Kind> {
  return {
    initial: [begin(faults, true), begin(faults, false)],
    key,
    wrong,
    next: (world) => [
      ...laptopGoesOn(world, rules),
      ...hostsGoOn(world, rules),
      ...lateCommands(world, rules),
      ...linksComeBack(world),
      ...wordOfTheUser(world, rules),
      ...goesWrong(world, rules),
    ],
  };
}

function laptopGoesOn(world: World, rules: Rules): Step[] {
  const { laptop, source, target } = world;
  const { at } = laptop;
  if (at === 'done') return [];
  if (at === 'off') {
    return [{ kind: 'laptop', label: 'the app starts', to: decide(world, recover(laptop, rules), rules) }];
  }
  if (at === 'rounds') {
    return [{ kind: 'laptop', label: 'freeze', to: decide(world, send(laptop, 'hold', rules), rules) }];
  }
  const isSource = isOnSource(at);
  const host = isSource ? source : target;
  const link = isSource ? world.toSource : world.toTarget;
  if (host.isUp && link === 'up') {
    const [next, answer] = carryOut(world, at, rules);
    if (answer === undefined) return [];
    return [
      { kind: 'laptop', label: `${at}: ${answer}`, to: decide(next, proceed(laptop, answer, rules), rules) },
    ];
  }
  if (host.isUp && link === 'broken') {
    const connected = isSource ? { toSource: 'up' as const } : { toTarget: 'up' as const };
    // A start is not repeated without leave: the target may have lost its power, and the leave with it.
    const to = { ...world, ...connected, laptop: at === 'start' ? send(laptop, 'go', rules) : laptop };
    return [{ kind: 'laptop', label: `connects for ${at}`, to }];
  }
  const given = hasLeave(at) ? turnBack(laptop, rules) : { ...laptop, at: 'off' as const };
  return [{ kind: 'laptop', label: `gives up ${at}`, to: decide(world, given, rules) }];
}

function hostsGoOn(world: World, rules: Rules): Step[] {
  const { source, target } = world;
  const steps: Step[] = [];
  const isOver = source.lease === 'held' || (source.lease === 'promised' && !rules.watchdogHeedsPromise);
  if (source.isUp && isOver) {
    steps.push({
      kind: 'host',
      label: 'the watchdog lets go',
      to: { ...world, source: expire(source, rules) },
    });
  }
  if (!source.isUp) {
    steps.push({ kind: 'host', label: 'the source boots', to: { ...world, source: bootSource(source) } });
  }
  if (!target.isUp) {
    steps.push({ kind: 'host', label: 'the target boots', to: { ...world, target: bootTarget(target) } });
  }
  return steps;
}

function lateCommands(world: World, rules: Rules): Step[] {
  const steps: Step[] = [];
  for (const [place, command] of world.late.entries()) {
    if (command === world.late[place - 1]) continue;
    if (!(isOnSource(command) ? world.source : world.target).isUp) continue;
    const [next, answer] = carryOut(world, command, rules);
    if (answer === undefined) continue;
    const to = { ...next, late: world.late.toSpliced(place, 1) };
    steps.push({ kind: 'late', label: `late ${command}: ${answer}`, to });
  }
  return steps;
}

function linksComeBack(world: World): Step[] {
  const steps: Step[] = [];
  if (world.toSource === 'cut') {
    steps.push({
      kind: 'link',
      label: 'the link to the source is back',
      to: { ...world, toSource: 'broken' },
    });
  }
  if (world.toTarget === 'cut') {
    steps.push({
      kind: 'link',
      label: 'the link to the target is back',
      to: { ...world, toTarget: 'broken' },
    });
  }
  return steps;
}

function wordOfTheUser(world: World, rules: Rules): Step[] {
  const { laptop, target, toTarget } = world;
  const isOff = rules.userIsRight ? !target.isUp : toTarget === 'cut';
  if (laptop.at !== 'off' || laptop.reached !== 'leave' || laptop.release !== 'no' || !isOff) return [];
  const to = decide(world, withoutTarget(laptop, rules), rules);
  return [{ kind: 'user', label: 'rollback --without-target', to }];
}
