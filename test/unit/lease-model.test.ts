/** The argument of `electron/migration/lease.md`, looked at in every state that up to two faults of a kind can lead to. */
import { describe, expect, test, vi } from 'vitest';
import { type Graph, explore } from './explore.ts';
import { leaseModel } from './lease-model.ts';
import { type Rule, rules } from './lease-rules.ts';
import type { Faults, Kind, World } from './lease-world.ts';

type Found = Graph<World, Kind>;

const none: Faults = { kills: 0, cuts: 0, powerLosses: 0, failures: 0 };
const budgets: Faults[] = [
  { kills: 1, cuts: 1, powerLosses: 1, failures: 1 },
  { kills: 2, cuts: 2, powerLosses: 0, failures: 0 },
  { kills: 2, cuts: 0, powerLosses: 2, failures: 1 },
  { kills: 0, cuts: 2, powerLosses: 2, failures: 0 },
];
const graphs = new Map<Faults, Found>();
/** The protocol as it is; each graph is made once. */
function found(faults: Faults): Found {
  const graph = graphs.get(faults) ?? explore(leaseModel(faults, rules));
  graphs.set(faults, graph);
  return graph;
}

/** What goes on by itself sooner or later: the app is started again, links and hosts come back. */
const calm: readonly Kind[] = ['laptop', 'host', 'link'];
const isAtEnd = (graph: Found, number: number): boolean =>
  !graph.after[number]?.some(({ kind }) => calm.includes(kind));
/** Nothing more happens without the laptop. */
const isLeftAlone = (graph: Found, number: number): boolean =>
  graph.state(number).laptop.at === 'off' && !graph.after[number]?.some(({ kind }) => kind === 'host');

const numbers = (graph: Found): number[] => [...graph.states.keys()];
const sourceRuns = ({ source }: World): boolean => source.copy === 'running';
const targetRuns = ({ target }: World): boolean => target.copy === 'running' || target.copy === 'new';
const isCommitted = ({ laptop }: World): boolean => laptop.reached === 'commit';

/** What is wrong with the end of a move, in words; nothing if all is well. */
function wrongAtEnd(world: World): string[] {
  const { laptop, source, target } = world;
  const copy = isCommitted(world) ? target.copy : source.copy;
  // A container that its engine is not to start again has ended with its host.
  const hasEnded = copy === 'ended' && !source.restarts;
  return [
    ...(laptop.at === 'done' ? [] : ['the run is not finished']),
    ...(copy === 'running' || hasEnded ? [] : [`the container is ${copy}`]),
    ...(source.lease === 'none' ? [] : ['a lease is left']),
    ...(source.isMarked ? ['a mark is left'] : []),
    ...(source.isParked ? ['the source does not start it again'] : []),
    ...(target.door === 'absent' ? [] : ["the runtime's folder is left"]),
    ...(isCommitted(world) && source.copy !== 'gone' ? ['a copy is left on the source'] : []),
    ...(!isCommitted(world) && target.copy !== 'none' ? ['a copy is left on the target'] : []),
  ];
}

/** The first thing that is wrong anywhere, with a shortest way to it. */
function firstWrong(graph: Found): { what: string; trace: string } | undefined {
  const told = (what: string, number: number) => ({ what, trace: `\n${graph.trace(number).join('\n')}\n` });
  if (graph.wrong !== undefined) return told(graph.wrong, graph.states.length - 1);
  for (const number of numbers(graph)) {
    const [what] = isAtEnd(graph, number) ? wrongAtEnd(graph.state(number)) : [];
    if (what !== undefined) return told(what, number);
  }
  return undefined;
}

const named = (faults: Faults): string =>
  `${faults.kills} kills, ${faults.cuts} cuts, ${faults.powerLosses} losses of power, ${faults.failures} failures`;

/** Seconds on a quiet machine; every state is looked at, however busy it is. */
vi.setConfig({ testTimeout: 120_000 });

describe.each(budgets.map((faults) => [named(faults), faults] as const))('with up to %s', (_name, faults) => {
  test('at most one copy runs, nothing is lost, and in the end exactly one runs with nothing left behind', () => {
    expect(firstWrong(found(faults))).toBeUndefined();
  });

  test('the end is reached from everywhere, and nothing goes round for ever once both hosts answer', () => {
    const graph = found(faults);
    expect(graph.cannotReach((number) => isAtEnd(graph, number), calm)).toEqual([]);
    const answer = ({ source, target, toSource, toTarget }: World): boolean =>
      source.isUp && target.isUp && toSource !== 'cut' && toTarget !== 'cut';
    expect(graph.onCycles(answer, [...calm, 'late'])).toBe(0);
  });

  test('wherever the target has leave, the source has promised, or its copy is dead and not started again', () => {
    const graph = found(faults);
    const mayRun = (world: World): boolean => targetRuns(world) || world.target.door === 'open';
    const keepsStill = ({ source }: World): boolean =>
      source.lease === 'promised' || (source.copy === 'ended' && source.isParked) || source.copy === 'gone';
    expect(numbers(graph).filter((n) => mayRun(graph.state(n)) && !keepsStill(graph.state(n)))).toEqual([]);
  });

  test('the model gets everywhere: moves are made, taken back, and decided either way by recovery', () => {
    const graph = found(faults);
    const ends = numbers(graph).filter((number) => isAtEnd(graph, number));
    expect(ends.some((number) => isCommitted(graph.state(number)))).toBe(true);
    expect(ends.some((number) => !isCommitted(graph.state(number)))).toBe(true);
    const leases = new Set(graph.states.map(({ source }) => source.lease));
    expect([...leases].sort()).toEqual(['held', 'none', 'promised', 'released']);
  });
});

describe('with the laptop gone for good', () => {
  const noPowerLost = budgets[1] ?? none;
  const powerLost = budgets[2] ?? none;
  const standsStill = (world: World): boolean => !sourceRuns(world) && !targetRuns(world);

  test('a source that has not promised lets the container go on', () => {
    const graph = found(noPowerLost);
    const alone = numbers(graph).filter((number) => isLeftAlone(graph, number));
    const still = alone.map((number) => graph.state(number)).filter(standsStill);
    expect(still.filter(({ source }) => source.lease !== 'promised')).toEqual([]);
    const held = numbers(graph).filter((number) => {
      const { laptop, source } = graph.state(number);
      return laptop.at === 'off' && source.lease === 'held';
    });
    expect(held.length).toBeGreaterThan(0);
    const never = new Set(graph.cannotReach((number) => sourceRuns(graph.state(number)), ['host']));
    expect(held.filter((number) => never.has(number))).toEqual([]);
    expect(held.filter((number) => isLeftAlone(graph, number))).toEqual([]);
  });

  test('it stands still exactly between the promise and the start on the target, and that cannot be empty', () => {
    const graph = found(noPowerLost);
    const still = numbers(graph).filter(
      (number) => isLeftAlone(graph, number) && standsStill(graph.state(number)),
    );
    const between = numbers(graph).filter((number) => {
      const { laptop, source, target } = graph.state(number);
      return (
        laptop.at === 'off' &&
        source.lease === 'promised' &&
        source.copy === 'paused' &&
        target.copy !== 'running'
      );
    });
    expect(still).toEqual(between);
    const doors = new Set(still.map((number) => graph.state(number).target.door));
    // Leave not given; given, and the start on its way lost; the target's copy being taken away; it was.
    expect([...doors].sort()).toEqual(['absent', 'open', 'shut', 'stop']);
  });

  test('if a host lost its power as well, it may also stand still where its only whole copy was', () => {
    const graph = found(powerLost);
    const still = numbers(graph)
      .filter((number) => isLeftAlone(graph, number))
      .map((number) => graph.state(number))
      .filter(standsStill);
    const why = ({ source, target }: World): string => {
      if (source.lease === 'promised') return 'promised';
      if (source.copy === 'ended' && source.isParked) return 'the source lost its power while it was frozen';
      if (source.copy === 'ended' && !source.restarts)
        return 'ended with its host, and is not to be started again';
      if (source.copy === 'gone' && !source.restarts && target.copy === 'ended')
        return 'ended with its host, and is not to be started again';
      return JSON.stringify({ source, target });
    };
    expect([...new Set(still.map(why))].sort()).toEqual([
      'ended with its host, and is not to be started again',
      'promised',
      'the source lost its power while it was frozen',
    ]);
  });
});

describe('a source whose disk is read-only, which cannot turn its restart policy off,', () => {
  const keepsPower: Faults = { kills: 2, cuts: 2, powerLosses: 0, failures: 1 };
  const readOnly = { ...rules, parks: false };

  test('keeps every promise while it has its power', () => {
    expect(firstWrong(explore(leaseModel(keepsPower, readOnly)))).toBeUndefined();
  });

  test('does not when it boots with a disk that can be written again: that is what the user is asked', () => {
    const first = firstWrong(explore(leaseModel({ ...none, powerLosses: 1 }, readOnly)));
    expect(first?.what).toBe('both run');
    expect(first?.trace).toContain('the source boots');
  });
});

describe('each rule is needed: without it', () => {
  const once: Faults = { kills: 1, cuts: 0, powerLosses: 0, failures: 1 };
  const dark: Faults = { ...none, powerLosses: 1 };
  const cases: [Rule, Faults, string][] = [
    ['promiseIsAsked', none, 'both run'],
    ['promiseIsHeeded', none, 'both run'],
    ['promiseWantsLease', none, 'both run'],
    ['watchdogHeedsPromise', none, 'both run'],
    ['holdWantsMark', once, 'a lease is left'],
    ['pauseWantsLease', once, 'the container is paused'],
    ['releaseIsOne', { ...once, kills: 0 }, 'the source does not start it again'],
    ['parks', dark, 'both run'],
    ['parkedOnDisk', dark, 'both run'],
    ['releaseOnDisk', dark, 'the target goes on from before what the source did since'],
    ['commitOnDisk', dark, 'the container is ended'],
    ['deadMeansParked', dark, 'the target goes on from before what the source did since'],
    ['leaveIsJournaled', once, 'both run'],
    ['targetGoneFirst', once, 'both run'],
    ['recoveryAsksTarget', once, 'both run'],
    ['removalIsJournaled', once, 'the container is none'],
    ['lastCopyIsKept', dark, 'the last copy is taken away'],
    ['folderOutlivesCopy', { ...once, kills: 0 }, 'both run'],
    ['userIsRight', { ...once, cuts: 1 }, 'both run'],
  ];

  test.each(cases)('%s', (rule, faults, what) => {
    const first = firstWrong(explore(leaseModel(faults, { ...rules, [rule]: false })));
    expect(first?.what, first?.trace).toBe(what);
    expect(firstWrong(explore(leaseModel(faults, rules)))).toBeUndefined();
  });

  test('every rule has its case', () => {
    expect(new Set(cases.map(([rule]) => rule))).toEqual(new Set(Object.keys(rules)));
  });
});
