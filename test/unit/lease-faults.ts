/** What can go wrong at any moment, as often as the model allows. */
import { sourceWithoutPower, targetWithoutPower } from './lease-hosts.ts';
import { type Laptop, isForward, isHasty, isOnSource, turnBack } from './lease-laptop.ts';
import type { Rules } from './lease-rules.ts';
import { type Step, type World, decide, withLate } from './lease-world.ts';

export function goesWrong(world: World, rules: Rules): Step[] {
  const { laptop, source, target, faults } = world;
  const { at } = laptop;
  const steps: Step[] = [];
  const isAtWork = at !== 'off' && at !== 'done';
  if (faults.kills > 0 && isAtWork) {
    const to: World = {
      ...world,
      laptop: { ...laptop, at: 'off' },
      late: withLate(world, at),
      toSource: world.toSource === 'cut' ? 'cut' : 'broken',
      toTarget: world.toTarget === 'cut' ? 'cut' : 'broken',
      faults: { ...faults, kills: faults.kills - 1 },
    };
    steps.push({ kind: 'fault', label: 'the app is killed', to });
  }
  if (faults.failures > 0 && isForward(at)) {
    const left = {
      ...world,
      late: withLate(world, at),
      faults: { ...faults, failures: faults.failures - 1 },
    };
    steps.push({ kind: 'fault', label: `${at} fails`, to: decide(left, turnBack(laptop, rules), rules) });
  }
  if (faults.cuts > 0) {
    const less = { ...faults, cuts: faults.cuts - 1 };
    if (world.toSource !== 'cut') {
      const to = loseLink({ ...world, toSource: 'cut', faults: less }, world, 'source', rules);
      steps.push({ kind: 'fault', label: 'the link to the source is cut', to });
    }
    if (world.toTarget !== 'cut') {
      const to = loseLink({ ...world, toTarget: 'cut', faults: less }, world, 'target', rules);
      steps.push({ kind: 'fault', label: 'the link to the target is cut', to });
    }
  }
  if (faults.powerLosses > 0) {
    const less = { ...faults, powerLosses: faults.powerLosses - 1 };
    for (const dark of source.isUp ? sourceWithoutPower(source) : []) {
      const toSource = world.toSource === 'up' ? 'broken' : world.toSource;
      const late = world.late.filter((command) => !isOnSource(command));
      const to = { ...world, source: dark, toSource, late, faults: less } as const;
      const label = `the source loses power${dark.isParked === source.isParked ? '' : ', and what was not on its disk'}`;
      steps.push({ kind: 'fault', label, to: notice(to, 'source', rules) });
    }
    for (const dark of target.isUp ? targetWithoutPower(target) : []) {
      const toTarget = world.toTarget === 'up' ? 'broken' : world.toTarget;
      const late = world.late.filter(isOnSource);
      const to = { ...world, target: dark, toTarget, late, faults: less } as const;
      const label = `the target loses power${dark.restarts === target.restarts ? '' : ', and what was not on its disk'}`;
      steps.push({ kind: 'fault', label, to: notice(to, 'target', rules) });
    }
  }
  return steps;
}

/** What was on its way may still be carried out. */
function loseLink(world: World, before: World, end: 'source' | 'target', rules: Rules): World {
  const { at } = world.laptop;
  const late = isAwaitedFrom(at, end) ? withLate(before, at) : world.late;
  return notice({ ...world, late }, end, rules);
}

function notice(world: World, end: 'source' | 'target', rules: Rules): World {
  const { laptop } = world;
  if (!isHasty(laptop.at) || !isAwaitedFrom(laptop.at, end)) return world;
  return decide(world, turnBack(laptop, rules), rules);
}

const isAwaitedFrom = (at: Laptop['at'], end: 'source' | 'target'): boolean =>
  at !== 'rounds' && at !== 'off' && at !== 'done' && isOnSource(at) === (end === 'source');
