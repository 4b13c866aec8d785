/** Moves that fail midway: the same container goes on where it was, nothing is left on either host, the journal tells. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Event } from '../../shared/contract.ts';
import type { RunReport } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { images, loadImage } from '../edge/images.ts';
import { inEnglish } from '../english.ts';
import { saying } from '../saying.ts';
import { atBeginOf } from './at-begin-of.ts';
import { countsOn, expectUntouched, type Gauge, hostsRunning, removeGauge, startGauge } from './gauges.ts';
import { CommandLine } from './command-line.ts';
import { expectNoTraces, type MoveOptions, StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';
import { todaysPart } from '../todays-part.ts';

/** Moves a gauge, expects the move to fail and to leave no trace, and returns its report. */
async function expectRollback(
  fixture: StationFixture,
  gauge: Gauge,
  options: MoveOptions,
  target: EdgeHost = fixture.lower,
): Promise<RunReport> {
  const before = [await tracesOf(fixture.upper), await tracesOf(target)] as const;
  const report = await fixture.start(gauge.name, { to: target.name, ...options });
  expect(report.error?.details ?? '').not.toContain('    at ');
  expect(report).toMatchObject({ outcome: 'rolled-back', runningOn: 'upper' });
  expect(inEnglish(report.error?.state)).toBe(`upper runs ${gauge.name} as before; nothing was left behind.`);
  expect(report.steps.map(({ state }) => state)).toEqual(report.steps.map(() => 'undone'));
  expect(await fixture.station.call('runs.show', { run: report.run })).toEqual(report);
  await expectUntouched(gauge);
  await expectAsBefore(fixture.upper, before[0]);
  await expectAsBefore(target, before[1]);
  return report;
}

/** A gauge behind a shell that does something first. */
async function startShell(host: EdgeHost, name: string, script: string): Promise<Gauge> {
  const options = `--name ${name} --volume ${name}-data:/data --entrypoint /bin/sh`;
  const command = `${script}; exec gauge --memory 2`;
  const id = await host.shell(`docker run --detach ${options} ${images.gauge} -c '${command}'`);
  const gauge = { name, host, id: id.trim() };
  await countsOn(gauge);
  return gauge;
}

/** The step that failed, by the journal, and the code of its error. */
function failureIn({ steps }: RunReport): [string, string] | undefined {
  const failed = steps.find(({ error }) => error !== undefined);
  return failed?.error && [failed.name, failed.error.code];
}

/** Puts a program in CRIU's place that runs `script` first; $real is CRIU. Resolves with the way to undo it. */
async function standInForCriu(host: EdgeHost, script: string): Promise<() => Promise<unknown>> {
  const file = (await host.shell('command -v criu')).trim();
  await host.shell(`mv ${file} ${file}.real`);
  await host.writeFile(file, `#!/bin/sh\nreal=${file}.real\n${script}\n`, 0o755);
  return () => host.shell(`mv ${file}.real ${file}`);
}

describeOnHosts('a move that fails', () => {
  describe('for a reason on a host', () => {
    let fixture: StationFixture;
    let upper: EdgeHost;
    let lower: EdgeHost;
    beforeAll(async () => {
      fixture = await StationFixture.up(['docker26', 'docker26']);
      ({ upper, lower } = fixture);
      await loadImage(upper, 'gauge');
    });
    afterAll(() => fixture?.[Symbol.asyncDispose]());

    test('because another process fills the disk of the target midway', async () => {
      const small = await EdgeHost.up({ name: 'small', diskBytes: 400 * 1024 * 1024, rateMbit: 100 });
      const gauge = await startGauge(upper, 'flooded', { options: '--restart always' });
      try {
        await fixture.know(small);
        await upper.shell('docker exec flooded dd if=/dev/urandom of=/data/more bs=1M count=64');
        let filled: Promise<unknown> = Promise.resolve();
        const onEvent = atBeginOf('rounds', () => {
          filled = small.run(['dd', 'if=/dev/zero', 'of=/var/lib/docker/filler', 'bs=1M']);
        });
        const before = await tracesOf(small);
        const report = await fixture.start('flooded', { to: 'small', onEvent });
        await filled;
        expect(report).toMatchObject({ outcome: 'rolled-back', error: { code: 'disk-full' } });
        expect(inEnglish(report.error?.message)).toContain('small');
        expect(failureIn(report)).toEqual(['rounds', 'disk-full']);
        await expectUntouched(gauge);
        await expectAsBefore(small, before);
      } finally {
        await removeGauge('flooded', upper);
        await small.down();
      }
    });

    test('because CRIU refuses the dump: a large deleted file is held open since the plan was made', async () => {
      const hold =
        'dd if=/dev/zero of=/held bs=1M count=2; exec 3</held; rm /held; while :; do sleep 1; done';
      const wait = 'until [ -e /data/now ]; do sleep 0.05; done';
      const gauge = await startShell(upper, 'ghost', `{ (${wait}; ${hold}) & }`);
      const onEvent = (event: Event): void => {
        if (event.event === 'run.step' && event.step === 'workspace' && event.state === 'began')
          void upper.shell('touch /var/lib/docker/volumes/ghost-data/_data/now');
      };
      try {
        // A round of memory, if one paid, would meet the refusal first.
        const report = await expectRollback(fixture, gauge, { maxRounds: 0, onEvent });
        expect(failureIn(report)).toEqual(['deliver', 'dump-refused']);
        expect(report.error).toMatchObject({
          code: 'dump-refused',
          message: saying(expect.stringContaining('holds open a deleted file')),
          remedy: saying(expect.stringContaining('ghost-limit')),
          details: expect.stringMatching(/Error .*ghost file/),
        });
      } finally {
        await removeGauge('ghost', upper, lower);
      }
    });

    test('because CRIU refuses the restore: an open file is another one on the target', async () => {
      const gauge = await startShell(upper, 'forged', 'echo whole >/data/held; exec 3</data/held');
      // A stand-in that changes the file at the last moment, after everything was checked, and then is CRIU.
      const held = '/var/lib/docker/volumes/forged-data/_data/held';
      const putBack = await standInForCriu(
        lower,
        `[ ! -e ${held} ] || echo forged >>${held}\nexec "$real" "$@"`,
      );
      try {
        const report = await expectRollback(fixture, gauge, {});
        expect(failureIn(report)).toEqual(['resume', 'restore-refused']);
        expect(report.error).toMatchObject({
          message: saying(
            expect.stringContaining('A file that the container has open is not the same on the target.'),
          ),
          details: expect.stringContaining('bad size'),
        });
      } finally {
        await putBack();
        await removeGauge('forged', upper, lower);
      }
    });

    test('because CRIU on the target breaks down (a stand-in that fails)', async () => {
      const gauge = await startGauge(upper, 'broken');
      // As runc calls it for a restore; what it is asked before a move it answers.
      const script = 'case $1 in swrk) exit 1 ;; esac\nexec "$real" "$@"';
      const putBack = await standInForCriu(lower, script);
      try {
        const report = await expectRollback(fixture, gauge, {});
        expect(failureIn(report)).toEqual(['resume', 'restore-refused']);
        expect(inEnglish(report.error?.message)).toContain('lower');
        expect(report.error?.details).toMatch(/criu/i);
      } finally {
        await putBack();
        await removeGauge('broken', upper, lower);
      }
    });

    test('because its health check fails on the target', async () => {
      for (const host of [upper, lower]) await host.shell('mkdir /etc/station');
      await upper.shell('touch /etc/station/healthy');
      const health = "--health-cmd 'test -e /station/healthy' --health-interval 1s";
      const gauge = await startGauge(upper, 'ailing', {
        options: `${health} --volume /etc/station:/station:ro`,
      });
      try {
        await until('it is healthy', async () => {
          const status = await upper.shell("docker inspect --format '{{.State.Health.Status}}' ailing");
          return status === 'healthy\n';
        });
        const report = await expectRollback(fixture, gauge, {});
        expect(failureIn(report)).toEqual(['check', 'not-alive']);
        expect(inEnglish(report.error?.message)).toContain('health check');
      } finally {
        await removeGauge('ailing', upper, lower);
        for (const host of [upper, lower]) await host.shell('rm -r /etc/station');
      }
    });

    test('says the truth when the container stopped by itself meanwhile', async () => {
      const gauge = await startGauge(upper, 'ending');
      try {
        let killed: Promise<unknown> = Promise.resolve();
        const onEvent = atBeginOf('image', () => {
          killed = upper.shell('docker kill ending');
        });
        const report = await fixture.start(gauge.name, { onEvent });
        await killed;
        expect(report).toMatchObject({
          outcome: 'rolled-back',
          runningOn: null,
          error: { code: 'attention' },
        });
        expect(inEnglish(report.error?.state)).toContain('ending does not run on upper: it is exited there');
        expect(inEnglish(report.error?.remedy)).toContain('docker start ending');
      } finally {
        await removeGauge('ending', upper, lower);
      }
    });

    test('because its engine refuses to create it: the network vanished after the plan', async () => {
      for (const host of [upper, lower])
        await host.shell('docker network create --subnet 10.98.0.0/24 brook');
      const gauge = await startGauge(upper, 'adrift', { options: '--network brook' });
      // The traces of before must be those without the network, so it goes the moment before the plan is made.
      let removed: Promise<unknown> = Promise.resolve();
      try {
        const onEvent = atBeginOf('mark', () => {
          removed = lower.shell('docker network rm brook');
        });
        const report = await fixture.start('adrift', { onEvent });
        await removed;
        expect(report).toMatchObject({ outcome: 'rolled-back', runningOn: 'upper' });
        expect(report.error?.details).toContain('brook');
        await expectUntouched(gauge);
        expect(await tracesOf(lower)).not.toContain('adrift');
      } finally {
        await removeGauge('adrift', upper, lower);
        await upper.shell('docker network rm brook');
        await lower.shell('docker network rm brook || true');
      }
    });

    const steps = [
      'mark',
      'workspace',
      'route',
      'runtime',
      'image',
      'data',
      'create',
      'rounds',
      'freeze',
      'deliver',
      'fence',
      'resume',
      'check',
    ] as const;
    test.each(todaysPart(steps, 3))('because the user cancels it in step %s', async (step) => {
      const folder = '/srv/data';
      await upper.shell(`mkdir ${folder} && echo kept >${folder}/file`);
      const gauge = await startGauge(upper, 'cancelled', {
        options: `--volume ${folder}:/srv --restart unless-stopped --memory 256m`,
      });
      try {
        const abort = new AbortController();
        const report = await expectRollback(fixture, gauge, {
          signal: abort.signal,
          onEvent: atBeginOf(step, () => abort.abort()),
        });
        expect(report.error?.code).toBe('cancelled');
        const begun = [...steps].slice(0, steps.indexOf(step) + 1);
        expect(report.steps.map(({ name }) => name)).toEqual(begun);
      } finally {
        await removeGauge('cancelled', upper, lower);
        for (const host of [upper, lower]) await host.shell(`rm -rf ${folder}`);
      }
    });

    test('cannot be cancelled any more once it is committed', async () => {
      await startGauge(upper, 'late');
      try {
        const abort = new AbortController();
        const onEvent = atBeginOf('commit', () => abort.abort());
        const report = await fixture.start('late', { signal: abort.signal, onEvent });
        expect(report).toMatchObject({ outcome: 'committed', runningOn: 'lower' });
        await countsOn({ host: lower, name: 'late' });
        expect(await hostsRunning('late', [upper, lower])).toEqual(['lower']);
      } finally {
        await removeGauge('late', upper, lower);
      }
    });

    test('can be tried again at once, and then succeeds', async () => {
      const gauge = await startGauge(upper, 'stubborn');
      try {
        const abort = new AbortController();
        const onEvent = atBeginOf('deliver', () => abort.abort());
        await expectRollback(fixture, gauge, { signal: abort.signal, onEvent });
        await fixture.migrate('stubborn');
        await countsOn({ host: lower, name: 'stubborn' });
      } finally {
        await removeGauge('stubborn', upper, lower);
      }
    });
  });

  // Each with hosts of its own and all at the same time: a lost link is noticed after twenty seconds of silence.
  describe.concurrent('because a link is lost', { timeout: 240_000 }, () => {
    /** A gauge on hosts of its own, behind links slow enough to be cut midway. */
    async function withPair(work: (pair: StationFixture, gauge: Gauge) => Promise<void>): Promise<void> {
      await using pair = await StationFixture.up(['docker26', 'docker26'], { rateMbit: 40 });
      await loadImage(pair.upper, 'gauge');
      const gauge = await startGauge(pair.upper, 'gauge');
      await pair.upper.shell('docker exec gauge dd if=/dev/urandom of=/data/more bs=1M count=16');
      await work(pair, gauge);
    }

    /** Cuts the link of `host` when `step` begins, and rejoins it when Shiplock has noticed. */
    function cutWhile(step: string, host: EdgeHost): Required<Pick<MoveOptions, 'onEvent'>> {
      return {
        onEvent: (event) => {
          if (event.event !== 'run.step' || event.step !== step) return;
          if (event.state === 'began') void host.cut();
          if (event.state === 'failed') void host.rejoin();
        },
      };
    }

    /** sshd learns of a connection that was given up while the link was down only when TCP tries again. */
    const hangUpMs = 100_000;

    test('to the source while it is frozen, and stays lost: it goes on by itself, and resume clears up', async () => {
      await withPair(async (pair, gauge) => {
        const { upper, lower, station } = pair;
        const before = [await tracesOf(upper), await tracesOf(lower)] as const;
        const report = await pair.start('gauge', { onEvent: atBeginOf('deliver', () => void upper.cut()) });
        expect(report).toMatchObject({ outcome: 'attention', runningOn: null, error: { code: 'attention' } });
        expect(inEnglish(report.error?.state)).toContain('it lets gauge go on by itself within 60 s');
        expect(inEnglish(report.error?.remedy)).toContain(`shiplock resume ${report.run}`);
        await until(
          'it runs again, still cut off',
          async () => (await hostsRunning('gauge', [upper, lower])).join() === 'upper',
          90_000,
        );
        await expectUntouched(gauge);

        await upper.rejoin();
        const resumed = await station.call('runs.resume', { run: report.run });
        expect(resumed).toMatchObject({ outcome: 'rolled-back', runningOn: 'upper' });
        await expectUntouched(gauge);
        await expectAsBefore(upper, before[0], hangUpMs);
        await expectAsBefore(lower, before[1], hangUpMs);
      });
    });

    test('to the target once its copy may run, and stays lost: the source waits until that copy is known', async () => {
      await withPair(async (pair) => {
        const { upper, lower, station } = pair;
        const report = await pair.start('gauge', { onEvent: atBeginOf('check', () => void lower.cut()) });
        expect(report).toMatchObject({ outcome: 'attention', error: { code: 'attention' } });
        expect(inEnglish(report.error?.state)).toContain('It is not known whether lower runs one');
        expect(await hostsRunning('gauge', [upper, lower])).toEqual(['lower']);

        await lower.rejoin();
        const resumed = await station.call('runs.resume', { run: report.run });
        expect(resumed).toMatchObject({ outcome: 'committed', runningOn: 'lower' });
        expect(await hostsRunning('gauge', [upper, lower])).toEqual(['lower']);
        // Also what it counted while nobody could reach it.
        await countsOn({ host: lower, name: 'gauge' });
        await expectNoTraces(upper);
      });
    });

    test('to the target in the freeze, and stays lost: the source goes on at once, and resume clears up', async () => {
      await withPair(async (pair, gauge) => {
        const { upper, lower, station } = pair;
        const before = [await tracesOf(upper), await tracesOf(lower)] as const;
        const report = await pair.start('gauge', { onEvent: atBeginOf('deliver', () => void lower.cut()) });
        expect(report).toMatchObject({ outcome: 'attention', runningOn: 'upper' });
        await expectUntouched(gauge);

        await lower.rejoin();
        const resumed = await station.call('runs.resume', { run: report.run });
        expect(resumed).toMatchObject({ outcome: 'rolled-back', runningOn: 'upper' });
        await expectUntouched(gauge);
        await expectAsBefore(upper, before[0], hangUpMs);
        await expectAsBefore(lower, before[1], hangUpMs);
      });
    });

    test('to the laptop, for good: the source goes on by itself, and what is left is cleared up on contact', async () => {
      await withPair(async (pair, gauge) => {
        const { upper, lower, home } = pair;
        await upper.shell('docker update --restart unless-stopped gauge');
        const before = [await tracesOf(upper), await tracesOf(lower)] as const;
        const shiplock = new CommandLine({ home });
        const { run } = await shiplock.startMove('gauge').killAt('deliver');
        expect(await hostsRunning('gauge', [upper, lower])).toEqual([]);
        await until('it runs again', async () => (await hostsRunning('gauge', [upper])).length === 1, 90_000);
        await expectUntouched(gauge);
        const policy = "docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' gauge";
        expect(await upper.shell(policy)).toBe('unless-stopped\n');
        const containers = await shiplock.run('containers', 'upper');
        expect(containers.stderr).toContain(`${run}, left unfinished, was taken back first.`);
        await expectUntouched(gauge);
        await expectAsBefore(upper, before[0]);
        await expectAsBefore(lower, before[1]);
      });
    });

    const losses = [
      ['lower', 'deliver'],
      ['upper', 'deliver'],
    ] as const;
    test.each(losses)('to %s in step %s, and comes back', async (name, step) => {
      await withPair(async (pair, gauge) => {
        const report = await expectRollback(pair, gauge, cutWhile(step, pair.host(name)));
        expect(failureIn(report)).toEqual([step, 'link-lost']);
        expect(inEnglish(report.error?.message)).toContain(name);
      });
    });
  });
});
