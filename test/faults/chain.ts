/** A chain of kills: a move, its recovery, and that recovery's recovery, each killed at a moment of chance. */
import { setTimeout as delay } from 'node:timers/promises';
import { steps } from '../../electron/migration/steps/index.ts';
import type { Event, Output } from '../../shared/contract.ts';
import type { CommandLine, RunningCommand } from '../integration/command-line.ts';
import { begin, type Result, settle } from './attempt.ts';
import type { Random } from './random.ts';
import { gauge, type Restart, type Stand } from './stand.ts';

/** So many steps told of, and then so many milliseconds more. */
export interface Moment {
  readonly events: number;
  readonly delayMs: number;
}

export interface Chain {
  readonly restart: Restart;
  /** Of the move, and of each recovery in turn. */
  readonly moments: readonly Moment[];
}

export const killsInChain = 3;

/** Each step tells that it began and that it is done. */
const eventsOfMove = 2 * steps.length;
/** A recovery has less to tell, and is over the sooner the later the kill before it came. */
const eventsOfRecovery = [3, steps.length];
/** The longest steps take about a second. */
const longestDelayMs = 400;
/** A command takes about so long to begin; killed sooner it has done nothing. */
const startMs = 300;

export function chainOf(random: Random): Chain {
  const moments = Array.from({ length: killsInChain }, (_, turn) => {
    const mostEvents = turn === 0 ? eventsOfMove : (eventsOfRecovery[random.below(2)] ?? 0);
    const events = random.below(mostEvents);
    // Mostly at once, so that steps that take milliseconds are hit as well.
    const delayMs = random.below(2) === 0 ? 0 : random.below(longestDelayMs);
    return { events, delayMs: events === 0 ? startMs + delayMs : delayMs };
  });
  return { restart: random.below(2) === 0 ? 'no' : 'unless-stopped', moments };
}

/** `kills`: how many hit a process that was at work; a recovery that is over sooner is not killed. */
export async function runChain(
  stand: Stand,
  { restart, moments }: Chain,
): Promise<Result & { kills: number }> {
  const { shiplock } = stand;
  const before = await begin(stand, restart);
  const earlier = await newestRun(shiplock);
  let run: string | undefined;
  let kills = 0;
  for (const moment of moments) {
    const move = ['migrate', gauge, '--from', 'source', '--to', 'target', '--accept', 'all'];
    const command = shiplock.start('--json', ...(run === undefined ? move : ['resume', run]));
    if (await isKilledAt(command, moment)) kills += 1;
    const newest = await newestRun(shiplock);
    run = newest === earlier ? undefined : newest;
  }
  return { ...(await settle(stand, { run, before })), kills };
}

async function isKilledAt(command: RunningCommand, { events, delayMs }: Moment): Promise<boolean> {
  let told = 0;
  const isLast = ({ event }: Event): boolean => event === 'run.step' && ++told === events;
  // One that ends before that is dead already.
  if (events > 0) await command.until(isLast).catch(() => undefined);
  await Promise.race([delay(delayMs), command.finished]);
  command.signal('SIGKILL');
  return (await command.finished).status === null;
}

async function newestRun(shiplock: CommandLine): Promise<string | undefined> {
  const { document } = await shiplock.json('runs');
  const numbers = (document as Output<'runs.list'>).map(({ run }) => Number(run.slice(1)));
  return numbers.length === 0 ? undefined : `r${Math.max(...numbers)}`;
}
