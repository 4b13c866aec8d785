/** Who may let a frozen container go on, and when: the source's watchdog, the promise, the user. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { CommandResult } from '../edge/command.ts';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { CommandLine } from './command-line.ts';
import { countsOn, expectUntouched, hostsRunning, removeGauge, startGauge } from './gauges.ts';
import { expectNoTraces, StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

const script = readFileSync(new URL('../../electron/migration/lease.sh', import.meta.url), 'utf8');

describeOnHosts('the lease on a frozen container', () => {
  let host: EdgeHost;
  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'leased' });
  });
  afterAll(() => host?.down());

  const dumps = '/run/shiplock/dumps';
  const released = '/run/released';
  const release = `echo gone on >>${released}`;

  const lease = (verb: string, args: readonly string[], input = ''): Promise<CommandResult> =>
    host.run(['sh', '-c', script, 'lease', verb, ...args], { input, timeoutMs: 20_000 });
  const hold = (seconds: number, program = release): Promise<CommandResult> =>
    lease('hold', ['c1', 'run-a', String(seconds), dumps], `${program}\n# whole\n`);
  const goneOn = async (): Promise<boolean> => (await host.run(['test', '-s', released])).status === 0;
  const processes = (): Promise<string> => host.shell('pgrep -af "[/]run/shiplock/lease" || true');

  async function marked(work: () => Promise<void>): Promise<void> {
    await host.shell(
      `rm -f ${released}; mkdir -p /run/shiplock/moving ${dumps}; echo run-a >/run/shiplock/moving/c1`,
    );
    try {
      await work();
    } finally {
      await lease('unmark', ['c1', 'run-a']);
      expect(await host.shell('ls -d /run/shiplock/lease /var/lib/shiplock 2>/dev/null || true')).toBe('');
      await host.shell('rm -rf /run/shiplock');
    }
  }

  test('is over without word from the laptop: the container goes on, and the promise is refused', () =>
    marked(async () => {
      expect((await hold(1)).status).toBe(0);
      await until('it goes on', goneOn);
      for (const verb of ['promise', 'renew', 'within']) {
        const answer = await lease(verb, ['c1', 'run-a', '60'], `touch ${dumps}/late\n# whole\n`);
        expect([verb, answer.status, answer.stdout]).toEqual([verb, 9, 'released\n']);
      }
      expect(await host.shell(`ls ${dumps}`)).toBe('');
      await until('the watchdog is gone', async () => (await processes()) === '');
    }));

  test('is not over while it is renewed, nor after the promise', () =>
    marked(async () => {
      await hold(3);
      for (let word = 0; word < 10; word += 1) {
        expect((await lease('renew', ['c1', 'run-a', '3'])).status).toBe(0);
        await until('half a second has passed there', timePasses(0.5));
      }
      expect(await goneOn()).toBe(false);
      expect((await lease('promise', ['c1', 'run-a'])).status).toBe(0);
      // A word that was on its way, or begins anew, takes nothing back.
      expect((await lease('renew', ['c1', 'run-a', '0'])).stdout).toBe('promised\n');
      expect((await hold(0)).stdout).toBe('promised\n');
      expect((await lease('promise', ['c1', 'run-a'])).status).toBe(0);
      await until('its time has long passed', timePasses(4.5));
      expect(await goneOn()).toBe(false);
      expect(await processes()).toBe('');
    }));

  test('does nothing by a program that was cut short on its way, and waits for none with the lock held', () =>
    marked(async () => {
      expect((await lease('hold', ['c1', 'run-a', '60', dumps], 'echo hal')).status).toBe(1);
      expect((await lease('within', ['c1', 'run-a'], `touch ${dumps}/late`)).status).toBe(1);
      expect((await hold(60)).status).toBe(0);
      const waiting = host.spawn(['sh', '-c', script, 'lease', 'within', 'c1', 'run-a']);
      expect((await lease('renew', ['c1', 'run-a', '60'])).status).toBe(0);
      waiting.stdin?.end(`touch ${dumps}/late`);
      await once(waiting, 'close');
      expect(await host.shell(`ls ${dumps}`)).toBe('');
    }));

  test('is tried again until the container goes on', () =>
    marked(async () => {
      await hold(0, `touch ${dumps}/tried; [ -e ${dumps}/answers ] && ${release}`);
      await until(
        'it was tried',
        async () => (await host.run(['test', '-e', `${dumps}/tried`])).status === 0,
      );
      expect(await goneOn()).toBe(false);
      await host.shell(`touch ${dumps}/answers`);
      await until('it goes on', goneOn);
    }));

  test('waits for a dump that is under way, which would freeze the container again', () =>
    marked(async () => {
      await host.shell(
        `(flock 9; while [ ! -e ${dumps}/done ]; do sleep 0.05; done) 9>${dumps}/dump.lock </dev/null >/dev/null 2>&1 &`,
      );
      await hold(0);
      await until('it is over', async () =>
        (await host.shell('cat /run/shiplock/lease/c1/state')).includes('released'),
      );
      expect(await goneOn()).toBe(false);
      await host.shell(`touch ${dumps}/done`);
      await until('it goes on', goneOn);
    }));

  test('is not taken from under a dump by the laptop either', () =>
    marked(async () => {
      await host.shell(
        `(flock 9; while [ ! -e ${dumps}/done ]; do sleep 0.05; done) 9>${dumps}/dump.lock </dev/null >/dev/null 2>&1 &`,
      );
      await hold(60);
      const letGo = lease('release', ['c1', 'run-a']);
      await until('it is over', async () =>
        (await host.shell('cat /run/shiplock/lease/c1/state')).includes('over'),
      );
      expect(await goneOn()).toBe(false);
      await host.shell(`touch ${dumps}/done`);
      expect((await letGo).status).toBe(0);
      expect(await goneOn()).toBe(true);
    }));

  test('does nothing for a command that comes when the run is over', () =>
    marked(async () => {
      await hold(60);
      await lease('unmark', ['c1', 'run-a']);
      expect(await lease('within', ['c1', 'run-a'], `${release}\n# whole\n`)).toMatchObject({
        status: 9,
        stdout: 'unmarked\n',
      });
      expect((await hold(0)).stdout).toBe('unmarked\n');
      expect(await goneOn()).toBe(false);
      expect(await processes()).toBe('');
      expect(await host.run(['test', '-e', '/run/shiplock/lease'])).toMatchObject({ status: 1 });
    }));

  test('is over for good once the laptop has let the container go on', () =>
    marked(async () => {
      await hold(60);
      await lease('promise', ['c1', 'run-a']);
      expect((await lease('release', ['c1', 'run-a'])).status).toBe(0);
      expect(await goneOn()).toBe(true);
      // What a laptop sent that is dead by now.
      for (const late of [hold(60), lease('within', ['c1', 'run-a'], `touch ${dumps}/late\n# whole\n`)]) {
        expect(await late).toMatchObject({ status: 9, stdout: 'over\n' });
      }
      expect((await host.run(['test', '-e', `${dumps}/late`])).status).toBe(1);
    }));

  test('leaves word on the disk that the container is frozen, until it goes on', () =>
    marked(async () => {
      const frozen = async (): Promise<string> => (await lease('frozen', ['c1', 'run-a'])).stdout;
      await hold(60, `[ ! -e /var/lib/shiplock/frozen/c1 ] && ${release}`);
      expect(await frozen()).toBe('frozen\n');
      expect((await lease('frozen', ['c1', 'run-b'])).stdout).toBe('');
      expect((await lease('release', ['c1', 'run-a'])).status).toBe(0);
      expect(await frozen()).toBe('');
    }));

  test('of another run is left alone', () =>
    marked(async () => {
      await hold(60);
      for (const verb of ['promise', 'renew', 'within', 'end'])
        await lease(verb, ['c1', 'run-b', '0'], release);
      expect(await host.shell('cat /run/shiplock/lease/c1/state')).toMatch(/^held/);
      expect(await goneOn()).toBe(false);
    }));

  function timePasses(seconds: number): () => Promise<boolean> {
    let since: number | undefined;
    return async () => {
      const now = Number((await host.shell('cat /proc/uptime')).split(' ')[0]);
      since ??= now;
      return now - since >= seconds;
    };
  }
});

describeOnHosts('a move whose container is frozen', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  let shiplock: CommandLine;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    shiplock = new CommandLine({ home: fixture.home });
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  describe('and whose target is off for good', () => {
    test('goes on on the source when the user says so; what comes back is taken away', async () => {
      const gauge = await startGauge(upper, 'orphan');
      const before = [await tracesOf(upper), await tracesOf(lower)] as const;
      try {
        const { run } = await shiplock.startMove('orphan').killAt('check');
        const refused = await shiplock.run('rollback', run, '--without-target');
        expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('lower is not off') });
        await lower.powerLoss();
        const { status, stdout } = await shiplock.run('rollback', run, '--without-target');
        expect(status).toBe(3);
        expect(stdout).toContain('upper runs orphan as before');
        await expectUntouched(gauge);
        await lower.boot();
        expect(await shiplock.run('containers', 'lower')).toMatchObject({
          status: 0,
          stderr: expect.stringContaining(`${run}, left unfinished, was taken back first.`),
        });
        await expectUntouched(gauge);
        expect(await hostsRunning('orphan', [upper, lower])).toEqual(['upper']);
        await expectAsBefore(upper, before[0]);
        await expectNoTraces(lower);
      } finally {
        await removeGauge('orphan', upper, lower);
      }
    });
  });

  test.each(['fence', 'resume'])('and whose source dies in step %s goes on on the target', async (step) => {
    await startGauge(upper, 'saved', { options: '--restart unless-stopped' });
    try {
      const { run } = await shiplock.startMove('saved').killAt(step);
      await upper.powerLoss();
      await upper.boot();
      // In step resume the target may have had its leave already.
      expect(await hostsRunning('saved', [upper])).toEqual([]);
      const resumed = await shiplock.json('resume', run);
      expect(resumed).toMatchObject({ status: 0, document: { outcome: 'committed', runningOn: 'lower' } });
      expect(await hostsRunning('saved', [upper, lower])).toEqual(['lower']);
      await countsOn({ host: lower, name: 'saved' });
      await expectNoTraces(upper);
    } finally {
      await removeGauge('saved', upper, lower);
    }
  });
});
