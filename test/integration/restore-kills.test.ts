/** A restore whose process is killed, in any of its steps: afterwards there is nothing of it, or all. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Station } from '../../electron/station.ts';
import { fromErrorData } from '../../shared/errors.ts';
import type { RunReport } from '../../shared/model.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { type Finished, RunningCommand } from './command-line.ts';
import { failureOf } from './failure-of.ts';
import { countsOn, startGauge } from './gauges.ts';
import { takePoint } from './point-stand-in.ts';
import { docker, expectNoTraces, StationFixture } from './station-fixture.ts';
import { tracesOf } from './traces.ts';
import { todaysPart } from '../todays-part.ts';

const program = path.join(import.meta.dirname, 'restore-command.ts');
const longestMs = 90_000;

let fixture: StationFixture;
let upper: EdgeHost;
let lower: EdgeHost;

function start(verb: 'restore' | 'resume' | 'rollback', input: unknown): RunningCommand {
  const argv = [program, fixture.home, path.join(fixture.home, 'point'), verb, JSON.stringify(input)];
  return new RunningCommand(spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] }), longestMs);
}

/** In place of a container of that name that runs on `lower`, so that every step has something to do. */
const startRestore = (): RunningCommand =>
  start('restore', { point: 'point', to: 'lower', filesOnly: false, replace: true, accept: ['all'] });

const reportIn = ({ stdout }: Finished): RunReport => JSON.parse(stdout) as RunReport;

/** What the restore is to replace, with data of its own. */
async function startPredecessor(): Promise<string> {
  await lower.shell('mkdir -p /srv/data && echo older >/srv/data/file');
  const options = '--restart always --volume /srv/data:/srv --stop-timeout 1';
  return (await startGauge(lower, 'gauge', { options })).id;
}

const clearUp = async (): Promise<void> => {
  for (const host of [upper, lower]) {
    await host.shell(
      'docker ps --all --quiet | xargs -r docker rm --force --volumes; docker volume ls --quiet | xargs -r docker volume rm; rm -rf /srv/*',
    );
  }
  // The runtime stays on a host for as long as a container uses it.
  await lower.shell(
    'docker images --quiet | sort -u | xargs -r docker rmi --force; rm -rf /usr/local/lib/shiplock',
  );
};

/** A container that was started anew has other processes. */
const stateOf = async (): Promise<string> => (await tracesOf(lower)).replaceAll(/^(\/\S+ \S+) \d+$/gm, '$1');

async function expectWhole(report: RunReport, predecessor: string): Promise<void> {
  expect(report).toMatchObject({ outcome: 'committed', runningOn: 'lower' });
  expect(report.error).toBeUndefined();
  await countsOn({ host: lower, name: 'gauge' });
  expect(await lower.readFile('/srv/data/file')).toBe('kept\n');
  const format = '{{.HostConfig.RestartPolicy.Name}} {{.State.Status}}';
  expect(await docker(lower, 'inspect', '--format', format, 'gauge')).toBe('unless-stopped running');
  const parked = `gauge-parked-${report.run}`;
  expect(await docker(lower, 'inspect', '--format', `{{.Id}} ${format}`, parked)).toBe(
    `${predecessor} no exited`,
  );
  expect(await lower.readFile(`/srv/data-parked-${report.run}/file`)).toBe('older\n');
  expect((await docker(lower, 'volume', 'ls', '--quiet')).split('\n').sort()).toEqual([
    'gauge-data',
    `gauge-data-parked-${report.run}`,
  ]);
  await expectNoTraces(lower, { runtime: true });
}

describeOnHosts('a restore whose process was killed', () => {
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await upper.shell('mkdir -p /srv/data && echo kept >/srv/data/file');
    await startGauge(upper, 'gauge', { options: '--restart unless-stopped --volume /srv/data:/srv' });
    await takePoint(upper, 'gauge', path.join(fixture.home, 'point'));
    await clearUp();
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());
  afterEach(clearUp);

  const undoable = [
    'mark',
    'workspace',
    'runtime',
    'image',
    'data',
    'create',
    'deliver',
    'park',
    'exchange',
    'resume',
    'check',
  ];

  test.each(todaysPart([...undoable, 'commit', 'tidy'], 4))(
    'in step %s is finished by resume',
    async (step) => {
      await loadImage(lower, 'gauge');
      const predecessor = await startPredecessor();
      const { run } = await startRestore().killAt(step);
      const resumed = await start('resume', { run }).finished;
      await expectWhole(reportIn(resumed), predecessor);
    },
  );

  test.each(todaysPart(undoable, 4, 2))('in step %s is undone by rollback', async (step) => {
    await loadImage(lower, 'gauge');
    await startPredecessor();
    const before = await stateOf();
    const { run } = await startRestore().killAt(step);
    const undone = await start('rollback', { run }).finished;
    expect(reportIn(undone)).toMatchObject({ outcome: 'rolled-back' });
    expect(await stateOf()).toBe(before);
    expect(await lower.readFile('/srv/data/file')).toBe('older\n');
    // Once it has ended there is nothing to be resumed or taken back.
    expect(await start('resume', { run }).finished).toMatchObject({ status: 1 });
  });

  test.each(['commit', 'tidy'])(
    'in step %s cannot be undone by rollback, and is finished by resume',
    async (step) => {
      await loadImage(lower, 'gauge');
      const predecessor = await startPredecessor();
      const { run } = await startRestore().killAt(step);
      const refused = await start('rollback', { run }).finished;
      expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'usage' } });
      await expectWhole(reportIn(await start('resume', { run }).finished), predecessor);
    },
  );

  test.each(['image', 'data', 'deliver'])(
    'in step %s, on a host that had nothing of it, is undone by rollback, or finished by resume',
    async (step) => {
      const before = await stateOf();
      const first = await startRestore().killAt(step);
      expect(reportIn(await start('rollback', { run: first.run }).finished)).toMatchObject({
        outcome: 'rolled-back',
      });
      expect(await stateOf()).toBe(before);
      const second = await startRestore().killAt(step);
      expect(reportIn(await start('resume', { run: second.run }).finished)).toMatchObject({
        outcome: 'committed',
      });
      await countsOn({ host: lower, name: 'gauge' });
      await expectNoTraces(lower, { runtime: true });
    },
  );

  test('is left as it is while the store cannot be opened, and goes on from there', async () => {
    const { run } = await startRestore().killAt('deliver');
    const steps = async () => (await fixture.station.call('runs.show', { run })).steps;
    const before = await steps();
    using locked = new Station(fixture.home, async () => {
      throw fromErrorData({ code: 'store-locked', message: 'The key is another one.' });
    });
    expect(await failureOf(locked.call('runs.resume', { run }))).toMatchObject({ code: 'store-locked' });
    expect(await steps()).toEqual(before);
    expect(reportIn(await start('resume', { run }).finished)).toMatchObject({ outcome: 'committed' });
    await countsOn({ host: lower, name: 'gauge' });
  });

  test('is taken back without the store', async () => {
    const before = await stateOf();
    const { run } = await startRestore().killAt('resume');
    const undone = await fixture.station.call('runs.rollback', { run });
    expect(undone).toMatchObject({ outcome: 'rolled-back' });
    expect(await stateOf()).toBe(before);
  });

  test('is finished by whoever wants something else of its host, once it is decided', async () => {
    await loadImage(lower, 'gauge');
    const predecessor = await startPredecessor();
    const { run } = await startRestore().killAt('tidy');
    await fixture.station.call('containers.list', { host: 'lower' });
    await expectWhole(await fixture.station.call('runs.show', { run }), predecessor);
  });
});
