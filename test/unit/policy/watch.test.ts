/** Policies are carried out in time, while hosts are idle, and whatever becomes of other hosts. The hosts are made up. */
import { beforeEach, expect, test } from 'vitest';
import { type Activity, parseActivity } from '../../../electron/backups/policy/activity.ts';
import { type PolicyDuties, type PolicyState, PolicyWatch } from '../../../electron/backups/policy/watch.ts';
import type { PolicyKey, PolicyRecord } from '../../../electron/journal/policies.ts';
import { fromErrorData } from '../../../shared/errors.ts';
import { backupPolicy } from '../../../shared/policy-methods.ts';
import { inBothLanguages, type Words } from '../../../shared/words.ts';
import { inEnglish } from '../../english.ts';
import { HandClock } from './hand-clock.ts';

const idle = parseActivity('');
const busy: Activity = { ...idle, load: 2 };
const start = '2026-05-01T10:00:00.000Z';

let clock: HandClock;
let stop: AbortController;
let policies: PolicyRecord[];
let points: (PolicyKey & { at: string; remark: Words | undefined })[];
let told: string[];
let look: (host: string, signal: AbortSignal) => Promise<Activity>;
let take: (policy: PolicyKey, signal: AbortSignal) => Promise<void>;

beforeEach(() => {
  clock = new HandClock(start);
  stop = new AbortController();
  policies = [policyOf('gauge', 'upper')];
  points = [];
  told = [];
  look = async () => idle;
  take = async () => undefined;
});

const policyOf = (container: string, host: string): PolicyRecord => ({
  ...backupPolicy.parse({ container, host, everySeconds: 3600 }),
  setAt: start,
  outcome: undefined,
});

function duties(): PolicyDuties {
  return {
    policies: () => policies,
    points: async ({ container, host }) =>
      points.filter((point) => point.container === container && point.host === host),
    look: (host, signal) => look(host, signal),
    take: async ({ container, host }, remark, signal) => {
      await take({ container, host }, signal);
      points.push({ container, host, at: new Date(clock.now()).toISOString(), remark });
      return { point: `rp${points.length}`, removed: [] };
    },
    tell: ({ container, is }: PolicyState) => told.push(`${container} ${is}`),
  };
}

/** With what has come of it when it has ended. */
function watch(): Promise<PolicyWatch['outcomes']> {
  const watching = new PolicyWatch(duties(), clock);
  return watching.run(stop.signal).then(() => watching.outcomes);
}

const takenAt = (): string[] => points.map(({ at }) => at.slice(11, 16));

async function stopped(watching: Promise<unknown>): Promise<void> {
  stop.abort();
  await watching;
}

test('a restore point is taken at once, and then each interval', async () => {
  const watching = watch();
  await clock.pass(150);
  expect(takenAt()).toEqual(['10:00', '11:00', '12:00']);
  await stopped(watching);
});

test('a new watch goes by the points that exist', async () => {
  points.push({ container: 'gauge', host: 'upper', at: '2026-05-01T09:30:00.000Z', remark: undefined });
  const watching = watch();
  await clock.pass(31);
  expect(takenAt()).toEqual(['09:30', '10:30']);
  await stopped(watching);
});

test('a busy host is waited for, and told of once', async () => {
  look = async () => (clock.now() < Date.parse('2026-05-01T10:20:00Z') ? busy : idle);
  const watching = watch();
  await clock.pass(30);
  expect(takenAt()).toEqual(['10:20']);
  expect(points[0]?.remark).toBeUndefined();
  expect(told).toEqual(['gauge waiting', 'gauge taken']);
  await stopped(watching);
});

test('of a host that is never idle one is taken all the same when it is overdue, with a remark', async () => {
  look = async () => busy;
  const watching = watch();
  await clock.pass(181);
  expect(takenAt()).toEqual(['11:00', '13:00']);
  expect(inEnglish(points[0]?.remark)).toBe('although its host was busy: a load of 2.00 a processor');
  await stopped(watching);
});

test('a host that does not answer holds up no other, and is asked again less and less often', async () => {
  policies = [policyOf('gauge', 'dead'), policyOf('sluice', 'lower')];
  const asked: string[] = [];
  look = async (host) => {
    if (host !== 'dead') return idle;
    asked.push(new Date(clock.now()).toISOString().slice(11, 16));
    throw fromErrorData({ code: 'host-unreachable', message: 'dead does not answer.' });
  };
  const watching = watch();
  await clock.pass(80);
  expect(points.map(({ container }) => container)).toEqual(['sluice', 'sluice']);
  expect(asked).toEqual(['10:00', '10:05', '10:15', '10:35', '11:15']);
  expect(told.filter((each) => each === 'gauge failed')).toHaveLength(1);
  await stopped(watching);
});

test('a host that hangs holds up no other', async () => {
  policies = [policyOf('gauge', 'hanging'), policyOf('sluice', 'lower')];
  look = (host, signal) =>
    host === 'hanging'
      ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))))
      : Promise.resolve(idle);
  const watching = watch();
  await clock.pass(65);
  expect(points.map(({ container }) => container)).toEqual(['sluice', 'sluice']);
  await stopped(watching);
});

test('the containers of a host are taken one after the other, and one that fails does not keep the next from it', async () => {
  policies = [policyOf('gauge', 'upper'), policyOf('sluice', 'upper')];
  let atOnce = 0;
  take = async ({ container }) => {
    atOnce += 1;
    expect(atOnce).toBe(1);
    await Promise.resolve();
    atOnce -= 1;
    if (container === 'gauge') throw fromErrorData({ code: 'disk-full', message: 'There is no room.' });
  };
  const watching = new PolicyWatch(duties(), clock);
  await watching.once(stop.signal);
  expect(watching.outcomes).toMatchObject([
    { container: 'gauge', outcome: { is: 'failed', why: inBothLanguages('There is no room.') } },
    { container: 'sluice', outcome: { is: 'taken', point: 'rp1' } },
  ]);
});

test('a container that somebody else is at is waited for', async () => {
  take = () => Promise.reject(fromErrorData({ code: 'busy', message: 'gauge is being moved.' }));
  const watching = watch();
  await clock.pass(1);
  take = async () => undefined;
  await clock.pass(1);
  expect(told).toEqual(['gauge waiting', 'gauge taken']);
  await stopped(watching);
});

test('what somebody else has taken while the host was asked is not taken again', async () => {
  look = async () => {
    points.push({ container: 'gauge', host: 'upper', at: start, remark: undefined });
    return idle;
  };
  await new PolicyWatch(duties(), clock).once(stop.signal);
  expect(points).toHaveLength(1);
});

test('a policy that is set, or ended, meanwhile counts from the next minute on', async () => {
  const watching = watch();
  await clock.pass(1);
  policies = [policyOf('sluice', 'upper')];
  await clock.pass(30);
  expect(points.map(({ container }) => container)).toEqual(['gauge', 'sluice']);
  await stopped(watching);
});

test('a clock that is set back goes on taking, and not again and again', async () => {
  const watching = watch();
  await clock.pass(1);
  clock.set('2025-01-01T00:00:00Z');
  await clock.pass(70);
  expect(takenAt()).toEqual(['10:00', '00:01', '01:01']);
  await stopped(watching);
});

test('one that is stopped amid a take gives it up, and tells of no failure', async () => {
  take = (_, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
  const watching = watch();
  await clock.pass(1);
  stop.abort();
  expect(await watching).toEqual([]);
  expect(told).toEqual([]);
  expect(points).toEqual([]);
});

test('points that cannot be looked up are a failure of that time, not the end of the watch', async () => {
  const usual = duties();
  let lookUp: PolicyDuties['points'] = () =>
    Promise.reject(fromErrorData({ code: 'store-damaged', message: 'The index cannot be read.' }));
  const watching = new PolicyWatch({ ...usual, points: (policy) => lookUp(policy) }, clock).run(stop.signal);
  await clock.pass(2);
  lookUp = usual.points;
  await clock.pass(5);
  expect(told).toEqual(['gauge failed', 'gauge taken']);
  await stopped(watching);
});

test('a watch that cannot tell what came of something ends with that', async () => {
  const watching = new PolicyWatch(
    {
      ...duties(),
      tell: () => {
        throw fromErrorData({ code: 'journal', message: 'The journal cannot be written.' });
      },
    },
    clock,
  );
  const ended = expect(watching.run(stop.signal)).rejects.toMatchObject({ code: 'journal' });
  await clock.pass(2);
  await ended;
});
