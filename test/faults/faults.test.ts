/**
 * A part of the fault matrix and of the random kills, another one every day: `SHIPLOCK_FAULT_SEED` gives it again. The
 * whole: `npm run test:faults`, `npm run test:kills`.
 */
import { afterAll, expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { attempt, type Result } from './attempt.ts';
import { allCases, type Case } from './cases.ts';
import { chainOf, runChain } from './chain.ts';
import { Pair } from './pairs.ts';
import { randomOf, shuffled, usualSeed } from './random.ts';
import type { Stand } from './stand.ts';
import { details } from './table.ts';

/** About so long may the cases take, and so many chains of three kills follow. */
const casesSeconds = 70;
const chains = 2;

const seed = usualSeed();

/** Cases of chance, as many as fit into the time. */
function partOf(random: ReturnType<typeof randomOf>): Case[] {
  let left = casesSeconds;
  return shuffled(allCases, random).filter(({ fault }) => {
    if (fault.seconds > left) return false;
    left -= fault.seconds;
    return true;
  });
}

describeOnHosts(`nothing is lost (seed ${seed})`, () => {
  const pair = new Pair();
  afterAll(() => pair[Symbol.asyncDispose]());

  const holds = async (name: string, run: (stand: Stand) => Promise<Result>): Promise<void> => {
    expect(details(await pair.work({ name, group: name, run }))).toBe('');
  };

  test.each(partOf(randomOf(seed)))('$name', { timeout: 300_000 }, (one) =>
    holds(one.name, (stand) => attempt(stand, one)),
  );

  const names = Array.from({ length: chains }, (_, index) => `chain-${index + 1}`);
  test.each(names)('random kills: %s', { timeout: 300_000 }, (name) =>
    holds(name, (stand) => runChain(stand, chainOf(randomOf(`${seed} ${name}`)))),
  );
});
