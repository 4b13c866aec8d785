/** The source dies in the middle of the rounds: the target starts the container from the last round that arrived whole. */
import { describe, expect, test } from 'vitest';
import type { Event } from '../../shared/contract.ts';
import type { Round, RunReport } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { parseReadings } from '../edge/readings.ts';
import { allInEnglish, inEnglish } from '../english.ts';
import { saying } from '../saying.ts';
import { CommandLine } from './command-line.ts';
import { countsOn, expectUntouched, type Gauge, hostsRunning, readingsOf, startGauge } from './gauges.ts';
import { expectNoTraces, inspect, StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

/** A move that was left in its rounds: its command was killed when one of them had arrived and the next was under way. */
interface Left {
  readonly upper: EdgeHost;
  readonly lower: EdgeHost;
  readonly shiplock: CommandLine;
  readonly gauge: Gauge;
  readonly run: string;
  /** How many readings the source had when it was left, or more. */
  readonly readings: number;
  /** What was on the target before. */
  readonly before: string;
  tell(verb: string, ...more: string[]): Promise<{ status: number | null } & RunReport>;
}

/** When a move is left. */
const afterRound =
  (kind: Round['kind']) =>
  (event: Event): boolean =>
    event.event === 'run.round' && event.round.kind === kind;
const inStep =
  (step: string) =>
  (event: Event): boolean =>
    event.event === 'run.step' && event.step === step;

interface Leaving {
  readonly when: (event: Event) => boolean;
  readonly maxRounds?: number;
  /** Of the target's link. Default: 20. */
  readonly rateMbit?: number;
  /** Right before the command is killed. */
  readonly first?: (lower: EdgeHost) => Promise<unknown>;
}

async function withMoveLeft(
  { when, maxRounds = 3, rateMbit = 20, first }: Leaving,
  work: (left: Left) => Promise<void>,
): Promise<void> {
  await using fixture = await StationFixture.up(['docker26', 'docker26']);
  const { upper, lower } = fixture;
  await loadImage(upper, 'gauge');
  const before = await tracesOf(lower);
  await lower.capRate(rateMbit);
  // All of its memory is new in every second.
  const words = '--memory 16 --dirty-pages-per-tick 400';
  const gauge = await startGauge(upper, 'gauge', { words, options: '--restart unless-stopped' });
  const shiplock = new CommandLine({ home: fixture.home });
  const move = [
    'migrate',
    'gauge',
    '--from',
    'upper',
    '--to',
    'lower',
    '--max-rounds',
    String(maxRounds),
    '--accept',
    'all',
  ];
  const command = shiplock.start('--json', ...move);
  const event = await command.until(when);
  await first?.(lower);
  command.signal('SIGKILL');
  await command.finished;
  const run = 'run' in event ? event.run : '';
  await work({
    ...{ upper, lower, shiplock, gauge, run, before },
    readings: parseReadings(await readingsOf(upper, 'gauge')).length,
    async tell(verb, ...more) {
      const { status, document } = await shiplock.json(verb, run, ...more);
      return { ...(document as RunReport), status };
    },
  });
}

/** The gauge goes on there with its memory, from the point and not from before it: nothing is missing until then. */
async function expectGoesOnFrom(at: string, { lower, readings }: Left): Promise<void> {
  await countsOn({ host: lower, name: 'gauge' });
  const all = parseReadings(await readingsOf(lower, 'gauge'));
  const gap = all.findIndex(
    ({ realtimeNs }, index) => realtimeNs - (all[index - 1]?.realtimeNs ?? realtimeNs) > 2e9,
  );
  expect(gap).toBeGreaterThan(0);
  expect(gap).toBeLessThanOrEqual(readings);
  // A reading is due every tenth of a second at least.
  expect(Number(all[gap - 1]?.realtimeNs) / 1e6).toBeGreaterThan(Date.parse(at) - 100);
}

const stateOf = async (host: EdgeHost, container: string): Promise<string> => {
  const { State, HostConfig } = await inspect(host, container);
  return `${State['Status']} ${HostConfig['RestartPolicy']['Name']}`;
};

async function expectParkedAndDone({ upper, lower, run, readings }: Left): Promise<void> {
  expect(await hostsRunning('gauge', [upper, lower])).toEqual(['lower']);
  expect(await stateOf(lower, 'gauge')).toBe('running unless-stopped');
  expect(await stateOf(upper, `gauge-parked-${run}`)).toBe('exited no');
  // What is newer is still there.
  const kept = (await readingsOf(upper, 'gauge')).split('\n').length;
  expect(kept).toBeGreaterThanOrEqual(readings);
  await expectNoTraces(upper);
  await expectNoTraces(lower, { runtime: true });
  await countsOn({ host: lower, name: 'gauge' });
}

// Each with hosts of its own and all at the same time: a host that is off is given some seconds to answer.
describeOnHosts('a rescue', () => {
  describe.concurrent('of a container whose source', { timeout: 240_000 }, () => {
    test('lost its power goes on from the round of memory; the source parks its copy when it is back', async () => {
      await withMoveLeft({ when: afterRound('memory') }, async (left) => {
        const { upper, lower, run, shiplock, tell } = left;
        const { rescue } = await tell('show');
        expect(rescue).toMatchObject({ hasMemory: true });
        // There is nothing to be rescued while it lives.
        expect(await tell('rescue', '--yes')).toMatchObject({ status: 2, error: { code: 'usage' } });
        expect(await hostsRunning('gauge', [upper, lower])).toEqual(['upper']);
        await upper.powerLoss();

        const offered = await tell('resume');
        const { at } = rescue ?? { at: 'none' };
        expect(offered).toMatchObject({
          status: 3,
          outcome: 'attention',
          rescue: { at, hasMemory: true },
          error: {
            state: saying(expect.stringContaining(at)),
            remedy: saying(expect.stringContaining(`shiplock rescue ${run}`)),
          },
        });
        expect(await tell('rescue')).toMatchObject({ status: 2, error: { code: 'usage' } });
        expect(await hostsRunning('gauge', [lower])).toEqual([]);

        expect(await tell('rescue', '--yes')).toMatchObject({
          status: 0,
          runningOn: 'lower',
          rescue: { at },
        });
        await expectGoesOnFrom(at, left);
        await upper.boot();
        expect(await hostsRunning('gauge', [upper, lower])).toEqual(['lower']);
        expect(await tell('resume')).toMatchObject({ status: 0, outcome: 'committed', runningOn: 'lower' });
        await expectParkedAndDone(left);
        expect((await shiplock.run('show', run)).stdout).toContain(`from ${at}`);
      });
    });

    test('is only cut off, against what the user said, and the laptop dies over it: one copy is left, and it is told', async () => {
      // In the middle of the next round: the one before is whole.
      const hasChanges = async (lower: EdgeHost) =>
        (await lower.shell(
          'find /run/shiplock /var/lib/shiplock -name changes -size +0 2>/dev/null || true',
        )) !== '';
      const first = (lower: EdgeHost) => until('changes arrive', () => hasChanges(lower));
      // So slow that another round pays, however slow this machine is.
      const leaving = { when: afterRound('memory'), rateMbit: 5, first };
      await withMoveLeft(leaving, async (left) => {
        const { upper, run, shiplock, tell } = left;
        await upper.cut();
        const rescue = shiplock.start('--json', 'rescue', run, '--yes');
        await rescue.until((event) => event.event === 'run.step' && event.step === 'resume');
        rescue.signal('SIGKILL');
        await rescue.finished;
        const { rescue: point, outcome } = await tell('show');
        expect(outcome).toBeNull();

        expect(await tell('resume')).toMatchObject({ status: 3, outcome: 'attention', runningOn: 'lower' });
        await expectGoesOnFrom(point?.at ?? '', left);
        expect(await tell('rollback')).toMatchObject({ status: 2 });
        await upper.rejoin();
        const report = await tell('resume');
        expect(report).toMatchObject({ status: 0, outcome: 'committed', runningOn: 'lower' });
        expect(allInEnglish(report.remarks).join('\n')).toMatch(
          /parked .* It was running there .* beside the one on lower/,
        );
        await expectParkedAndDone(left);
      });
    });

    test('is back with it before the target has started it gives nothing away', async () => {
      await withMoveLeft({ when: afterRound('memory') }, async (left) => {
        const { upper, lower, tell, gauge } = left;
        await Promise.all([upper.cut(), lower.cut()]);
        expect(await tell('rescue', '--yes')).toMatchObject({ status: 3, runningOn: null });
        await Promise.all([upper.rejoin(), lower.rejoin()]);
        expect(await tell('resume')).toMatchObject({ status: 0, outcome: 'rolled-back', runningOn: 'upper' });
        expect(await hostsRunning('gauge', [upper, lower])).toEqual(['upper']);
        expect(await stateOf(upper, 'gauge')).toBe('running unless-stopped');
        await expectUntouched(gauge);
      });
    });

    test('died before a round of memory starts anew from the files', async () => {
      await withMoveLeft({ when: afterRound('files'), maxRounds: 1 }, async (left) => {
        const { upper, lower, tell } = left;
        await upper.powerLoss();
        expect(await tell('resume')).toMatchObject({ status: 3, rescue: { hasMemory: false } });
        expect(await tell('rescue', '--yes')).toMatchObject({ status: 0, runningOn: 'lower' });
        const readings = async (): Promise<string[]> => (await readingsOf(lower, 'gauge')).split('\n');
        await expect
          .poll(async () => (await readings()).filter((line) => line.startsWith('1 ')).length)
          .toBe(2);
        await upper.boot();
        expect(await tell('resume')).toMatchObject({ status: 0, outcome: 'committed' });
        expect(await hostsRunning('gauge', [upper, lower])).toEqual(['lower']);
        expect((await readingsOf(upper, 'gauge')).split('\n').length).toBeGreaterThanOrEqual(left.readings);
      });
    });

    test('died frozen, when all had arrived, loses nothing', async () => {
      await withMoveLeft({ when: inStep('fence'), maxRounds: 1 }, async (left) => {
        const { upper, lower, tell } = left;
        await upper.powerLoss();
        const offered = await tell('resume');
        expect(offered).toMatchObject({ status: 3, rescue: { hasMemory: true } });
        expect(inEnglish(offered.error?.remedy)).toContain('shiplock rescue');
        expect(await tell('rescue', '--yes')).toMatchObject({ status: 0, runningOn: 'lower' });
        await countsOn({ host: lower, name: 'gauge' });
        expect(parseReadings(await readingsOf(lower, 'gauge')).length).toBeGreaterThan(left.readings);
        expect(await tell('resume', '--without-source')).toMatchObject({ status: 0, outcome: 'committed' });
        await expectNoTraces(lower, { runtime: true });
      });
    });

    test('died can be declined: nothing is left on the target, and the source starts it again when it is back', async () => {
      await withMoveLeft({ when: afterRound('memory') }, async (left) => {
        const { upper, lower, tell, before } = left;
        await upper.powerLoss();
        expect(await tell('rollback')).toMatchObject({ status: 3, outcome: 'attention' });
        await expectAsBefore(lower, before);
        expect(await tell('rescue', '--yes')).toMatchObject({ status: 2, error: { code: 'usage' } });
        await upper.boot();
        const report = await tell('resume');
        expect(report).toMatchObject({ status: 0, outcome: 'rolled-back', runningOn: 'upper' });
        expect(inEnglish(report.error?.state)).toContain('upper runs gauge started anew');
        expect(await stateOf(upper, 'gauge')).toBe('running unless-stopped');
        await expectNoTraces(upper);
      });
    });
  });
});
