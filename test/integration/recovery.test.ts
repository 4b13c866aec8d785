/** The command is killed at the beginning of each step: another one finishes or undoes what was begun. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunReport } from '../../shared/model.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { saying } from '../saying.ts';
import { CommandLine } from './command-line.ts';
import { countsOn, expectUntouched, hostsRunning, startGauge } from './gauges.ts';
import {
  expectMoved,
  expectTakenBack,
  type MovedGauge,
  removeMovedGauge,
  startMovedGauge,
} from './moved-gauge.ts';
import { StationFixture } from './station-fixture.ts';
import { tracesOf } from './traces.ts';
import { todaysPart } from '../todays-part.ts';

let fixture: StationFixture;
let upper: EdgeHost;
let lower: EdgeHost;
let shiplock: CommandLine;

interface Killed extends MovedGauge {
  readonly run: string;
  /** What the journal says of the run now that nobody works on it. */
  readonly left: RunReport;
}

/** Starts a move of a new gauge and kills the command at the beginning of `step`. */
async function killAt(step: string, name: string): Promise<Killed> {
  const moved = await startMovedGauge({ upper, lower }, name);
  const { run } = await shiplock.startMove(name).killAt(step);
  expect((await hostsRunning(name, [upper, lower])).length).toBeLessThanOrEqual(1);
  return { ...moved, run, left: await show(run) };
}

async function show(run: string): Promise<RunReport> {
  const { document, status } = await shiplock.json('show', run);
  expect(status).toBe(0);
  return document as RunReport;
}

const hasBegun = ({ steps }: RunReport, step: string): boolean => steps.some(({ name }) => name === step);

async function expectRolledBack(killed: Killed): Promise<void> {
  expect(await show(killed.run)).toMatchObject({ outcome: 'rolled-back', runningOn: 'upper' });
  await expectTakenBack(killed);
}

async function expectCommitted(killed: Killed): Promise<void> {
  expect(await show(killed.run)).toMatchObject({ outcome: 'committed', runningOn: 'lower' });
  await expectMoved(killed);
}

const clearUp = (name: string): Promise<void> => removeMovedGauge({ upper, lower }, name);

describeOnHosts('a move whose command was killed', () => {
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    shiplock = new CommandLine({ home: fixture.home });
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  // The others have nothing of their own to be undone or finished: golden journals and the fault matrix go through all.
  const steps = [
    'mark',
    'workspace',
    'create',
    'rounds',
    'freeze',
    'deliver',
    'fence',
    'resume',
    'check',
    'commit',
    'retire',
    'tidy',
  ];
  test.each(todaysPart(steps, 3))('in step %s is finished or undone by resume', async (step) => {
    try {
      const killed = await killAt(step, 'gauge');
      const { status, stderr } = await shiplock.run('resume', killed.run);
      expect({ status, stderr }).toMatchObject({ status: 0 });
      // It may have got a little further before it was dead: the journal knows. Once the target had leave to run its copy,
      // what counts is whether it does.
      const isForward = hasBegun(killed.left, 'check') || !hasBegun(killed.left, 'freeze');
      const isEither = hasBegun(killed.left, 'resume') && !isForward;
      const { outcome } = await show(killed.run);
      await (isForward || (isEither && outcome === 'committed')
        ? expectCommitted(killed)
        : expectRolledBack(killed));
    } finally {
      await clearUp('gauge');
    }
  });

  test.each(['image', 'rounds', 'deliver'])('in step %s is undone by rollback', async (step) => {
    try {
      const killed = await killAt(step, 'gauge');
      expect(await shiplock.run('rollback', killed.run)).toMatchObject({ status: 0 });
      await expectRolledBack(killed);
      for (const command of ['resume', 'rollback']) {
        expect(await shiplock.run(command, killed.run)).toMatchObject({ status: 2 });
      }
      await expectUntouched(killed.gauge);
    } finally {
      await clearUp('gauge');
    }
  });

  test.each(['check', 'retire'])(
    'in step %s cannot be undone by rollback, which says how to bring it back',
    async (step) => {
      try {
        const killed = await killAt(step, 'gauge');
        const { status, document } = await shiplock.json('rollback', killed.run);
        expect(status).toBe(2);
        expect(document).toMatchObject({
          error: {
            code: 'usage',
            remedy: saying(expect.stringContaining('migrate gauge --from lower --to upper')),
          },
        });
        expect(await shiplock.run('resume', killed.run)).toMatchObject({ status: 0 });
        await expectCommitted(killed);
      } finally {
        await clearUp('gauge');
      }
    },
  );

  test('is finished, not undone, when only the copy on the target lived through it', async () => {
    try {
      const killed = await killAt('check', 'gauge');
      await upper.powerLoss();
      await upper.boot();
      expect(await shiplock.run('rollback', killed.run)).toMatchObject({ status: 2 });
      await countsOn({ host: lower, name: 'gauge' });
      expect(await shiplock.run('resume', killed.run)).toMatchObject({ status: 0 });
      await expectCommitted(killed);
    } finally {
      await clearUp('gauge');
    }
  });

  test('tells of a container that has ended on the target since', async () => {
    try {
      await startGauge(upper, 'gauge');
      const command = shiplock.startMove('gauge');
      const { run } = await command.untilStep('retire');
      command.signal('SIGSTOP');
      await lower.shell('docker kill gauge');
      command.signal('SIGCONT');
      expect((await command.finished).status).toBe(3);
      expect(await show(run)).toMatchObject({
        outcome: 'committed',
        runningOn: null,
        error: { code: 'attention', remedy: saying('Start it on lower: docker start gauge') },
      });
      expect((await shiplock.run('show', run)).stdout).toMatch(/^Runs on: no host/m);
      await lower.shell('docker start gauge');
      expect(await hostsRunning('gauge', [upper, lower])).toEqual(['lower']);
    } finally {
      await clearUp('gauge');
    }
  });

  test('keeps every other run off the container, from this laptop or another', async () => {
    try {
      const killed = await killAt('rounds', 'gauge');
      const other = new CommandLine({ home: path.join(fixture.home, 'another-laptop') });
      for (const { name, address, privateKeyPath, hostKeyFingerprint } of [upper, lower]) {
        const words = [
          '--address',
          address,
          '--key',
          privateKeyPath,
          '--accept-host-key',
          hostKeyFingerprint,
        ];
        expect(await other.run('hosts', 'add', name, ...words)).toMatchObject({ status: 0 });
      }
      for (const laptop of [shiplock, other]) {
        const refused = await laptop.json('migrate', 'gauge', '--from', 'upper', '--to', 'lower');
        expect(refused).toMatchObject({
          status: 1,
          document: { error: { code: 'busy', remedy: saying(expect.stringContaining('shiplock resume')) } },
        });
      }
      expect(await shiplock.run('resume', killed.run)).toMatchObject({ status: 0 });
      await expectCommitted(killed);
    } finally {
      await clearUp('gauge');
    }
  });

  test('is not taken over while the command lives', async () => {
    try {
      await upper.shell('mkdir /srv/data');
      const gauge = await startGauge(upper, 'gauge', { options: '--volume /srv/data:/srv' });
      await upper.shell('dd if=/dev/urandom of=/srv/data/more bs=1M count=16');
      await lower.capRate(20);
      const command = shiplock.startMove('gauge');
      const { run } = await command.untilStep('rounds');
      for (const verb of ['resume', 'rollback']) {
        expect(await shiplock.json(verb, run)).toMatchObject({
          status: 1,
          document: { error: { code: 'busy' } },
        });
      }
      command.signal('SIGINT');
      expect(await command.finished).toMatchObject({ status: 1 });
      await expectUntouched(gauge);
    } finally {
      await lower.capRate(1000);
      await clearUp('gauge');
    }
  });

  test('by a second Ctrl-C ends with status 3, and resume clears up', async () => {
    try {
      await upper.shell('mkdir /srv/data');
      const gauge = await startGauge(upper, 'gauge', { options: '--restart unless-stopped' });
      const before = [await tracesOf(upper), await tracesOf(lower)] as const;
      const command = shiplock.startMove('gauge');
      const { run } = await command.untilStep('deliver');
      command.signal('SIGINT');
      await command.until((event) => (event as { event: string }).event === 'say');
      command.signal('SIGINT');
      expect(await command.finished).toMatchObject({ status: 3 });
      expect(await shiplock.run('resume', run)).toMatchObject({ status: 0 });
      await expectRolledBack({ upper, lower, gauge, run, left: await show(run), before });
    } finally {
      await clearUp('gauge');
    }
  });
});
