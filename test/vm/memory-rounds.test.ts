/**
 * Rounds of memory by dirty pages, on virtual machines whose kernel tracks them: each sends only what changed since the
 * one before, the freeze only what changed last, and the container goes on from the whole chain.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from '../../shared/contract.ts';
import type { Round, RunReport } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { images, loadImage } from '../edge/images.ts';
import { assertNothingLost } from '../edge/readings.ts';
import { countsOn, expectUntouched, readingsOf, startGauge } from '../integration/gauges.ts';
import { docker, expectNoTraces, StationFixture } from '../integration/station-fixture.ts';
import { expectAsBefore, tracesOf } from '../integration/traces.ts';
import { allInEnglish } from '../english.ts';

const megabyte = 1024 * 1024;

describeOnHosts('where the kernel tracks dirty pages', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26'], { machine: 'vm' });
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('a container moves with its memory in rounds, and the freeze is for a small part of it', async () => {
    await startGauge(upper, 'steady', {
      words: '--memory 24 --tick-ms 50 --dirty-pages-per-tick 1 --verify',
    });
    expect((await fixture.plan('steady')).findings.map(({ id }) => id)).toContain('memory-in-rounds');

    const report = await fixture.migrate('steady', { maxRounds: 8 });
    const rounds = memoryRounds(report);
    expect(rounds.length).toBeGreaterThan(1);
    expect(rounds[0]?.bytes).toBeGreaterThan(12 * megabyte);
    for (const round of rounds) expect(round.pausedMs).toBeLessThan(round.ms);
    expect(memoryInFreeze(report)).toBeLessThan(0.1 * 24 * megabyte);
    await expectWhole(lower, 'steady');
    expect(allInEnglish(report.remarks)).not.toContainEqual(expect.stringContaining('copied whole'));
    await expectNoTraces(upper);
    await expectNoTraces(lower, { runtime: true });
  });

  test('a second round sends next to nothing of a memory that does not change', async () => {
    await startGauge(upper, 'idle', { words: '--memory 24 --dirty-pages-per-tick 0 --verify' });
    const report = await fixture.migrate('idle', { maxRounds: 8 });
    const [first, second, ...more] = memoryRounds(report);
    expect(first?.bytes).toBeGreaterThan(12 * megabyte);
    expect(second?.bytes).toBeLessThan(0.01 * 24 * megabyte);
    expect(more).toEqual([]);
    expect(memoryInFreeze(report)).toBeLessThan(0.01 * 24 * megabyte);
    await expectWhole(lower, 'idle');
  });

  test('rounds end when they no longer shrink, and what a busy container changed is not lost', async () => {
    await startGauge(upper, 'busy', { words: '--memory 16 --dirty-pages-per-tick 200 --verify' });
    const report = await fixture.migrate('busy', { maxRounds: 8 });
    expect(memoryRounds(report).length).toBeLessThan(4);
    await expectWhole(lower, 'busy');
  });

  test('a limit of one round is kept to', async () => {
    await startGauge(upper, 'limited', { words: '--memory 8 --verify' });
    const report = await fixture.migrate('limited', { maxRounds: 1 });
    expect(memoryRounds(report)).toHaveLength(1);
    await expectWhole(lower, 'limited');
  });

  test('several processes that fork and execute meanwhile all move', async () => {
    const script =
      'gauge --memory 8 --verify --data /data/child & while :; do sh -c "true | cat"; usleep 100000; done & exec gauge --memory 8 --verify --data /data/readings';
    await upper.shell(
      `docker run --detach --name family --volume family-data:/data --entrypoint sh ${images.gauge} -c '${script}'`,
    );
    await countsOn({ host: upper, name: 'family' });
    const report = await fixture.migrate('family');
    expect(memoryRounds(report).length).toBeGreaterThan(0);
    expect(memoryRounds(report)[0]?.bytes).toBeGreaterThan(8 * megabyte);
    const child = () => lower.readFile('/var/lib/docker/volumes/family-data/_data/child');
    const before = (await child()).length;
    await until('the child counts on', async () => (await child()).length > before);
    const readings = await child();
    assertNothingLost(readings.slice(0, readings.lastIndexOf('\n') + 1));
    await expectWhole(lower, 'family', 2);
  });

  test('a round that is cut short on its way is sent on, and the chain stays whole', async () => {
    const memoryBytes = 24 * megabyte;
    await startGauge(upper, 'halved', {
      words: '--memory 24 --tick-ms 50 --dirty-pages-per-tick 1 --verify',
    });
    await lower.capRate(8);
    let isCut = false;
    try {
      const report = await fixture.migrate('halved', {
        maxRounds: 8,
        onEvent: (event: Event) => {
          if (event.event === 'host.link' && event.state === 'lost') void lower.rejoin();
          if (isCut || event.event !== 'run.progress' || event.bytesSent.memory < 4 * megabyte) return;
          isCut = true;
          void lower.cut();
        },
      });
      expect(isCut).toBe(true);
      expect(allInEnglish(report.remarks)).not.toContainEqual(expect.stringContaining('copied whole'));
      expect(memoryRounds(report).length).toBeGreaterThan(1);
      // Half of it does not shrink; what was under way when the link was lost goes twice.
      expect(memoryRounds(report)[0]?.bytes).toBeLessThan(memoryBytes / 2 + 4 * megabyte);
      expect(memoryInFreeze(report)).toBeLessThan(0.1 * memoryBytes);
    } finally {
      await lower.capRate(null);
    }
    await expectWhole(lower, 'halved');
  });

  test('a rollback after such rounds leaves the container running and nothing of them behind', async () => {
    const gauge = await startGauge(upper, 'reverted', { words: '--memory 8 --verify' });
    const before = [await tracesOf(upper), await tracesOf(lower)] as const;
    const cancel = new AbortController();
    const report = await fixture.start('reverted', {
      signal: cancel.signal,
      onEvent: (event: Event) => {
        if (event.event === 'run.step' && event.step === 'deliver' && event.state === 'began') cancel.abort();
      },
    });
    expect(report).toMatchObject({ outcome: 'rolled-back', runningOn: 'upper' });
    expect(memoryRounds(report).length).toBeGreaterThan(0);
    await expectUntouched(gauge);
    await expectAsBefore(upper, before[0]);
    await expectAsBefore(lower, before[1]);
    // What the kernel noted for a chain that is gone is no basis for the next one.
    await fixture.migrate('reverted');
    await expectWhole(lower, 'reverted');
  });

  test.each([
    {
      what: 'CRIU refuses a later round',
      name: 'round',
      end: () => upper,
      program: 'runc',
      trick: 'case " $* " in *" --parent-path "*" --pre-dump "*) exit 1 ;; esac',
    },
    {
      what: 'CRIU refuses the dump in the freeze',
      name: 'freeze',
      end: () => upper,
      program: 'runc',
      trick: 'case " $* " in *" --parent-path "*" --leave-running "*) exit 1 ;; esac',
    },
    {
      what: 'the target has lost a part of it',
      name: 'lost',
      end: () => lower,
      program: 'find',
      trick: 'case $PWD in */pre-dump-1) rm -f pages-1.img ;; esac',
    },
  ])(
    'a chain is given up when $what, and the container moves whole',
    async ({ name, end, program, trick }) => {
      const real = (await end().shell(`command -v ${program}`)).trim();
      const file = `/usr/local/sbin/${program}`;
      await end().writeFile(file, `#!/bin/sh\n${trick}\nexec ${real} "$@"\n`, 0o755);
      try {
        await startGauge(upper, `given-up-${name}`, { words: '--memory 12 --verify' });
        const report = await fixture.migrate(`given-up-${name}`, { maxRounds: 8 });
        expect(allInEnglish(report.remarks)).toContainEqual(expect.stringContaining('it was copied whole'));
      } finally {
        await end().shell(`rm ${file}`);
      }
      await expectWhole(lower, `given-up-${name}`);
      await expectNoTraces(upper);
    },
  );
});

const memoryRounds = ({ rounds }: RunReport): Round[] => rounds.filter(({ kind }) => kind === 'memory');

/** The bytes of memory that were sent while the container was frozen. */
function memoryInFreeze(report: RunReport): number {
  return report.bytesSent.memory - memoryRounds(report).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** It counts on, nothing was lost, and its gauges go through all their memory and find it as they wrote it. */
async function expectWhole(host: EdgeHost, name: string, gauges = 1): Promise<void> {
  await countsOn({ host, name });
  assertNothingLost(await readingsOf(host, name));
  const passes = async (): Promise<number> => {
    const log = await docker(host, 'logs', name);
    expect(log).not.toContain('not as it was');
    return log.split('\n').filter((line) => line.startsWith('memory is whole')).length;
  };
  const before = await passes();
  await until(
    `${name} has checked all its memory on ${host.name}`,
    async () => (await passes()) > before + gauges,
    300_000,
  );
  // Each test has both processors to itself.
  await docker(host, 'rm', '--force', name);
}
