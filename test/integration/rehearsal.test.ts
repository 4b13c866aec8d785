/** A rehearsal tells what CRIU says and what the pause costs, and leaves container and host as they were, whatever happens. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Finding } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { CommandLine } from './command-line.ts';
import { expectUntouched, type Gauge, removeGauge, startGauge } from './gauges.ts';
import { StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

/** Stands before runc: a checkpoint waits until the test lets it go on, and is refused if the test wants that. */
const slowRunc = `#!/bin/sh
case " $* " in *" checkpoint "*)
  while [ ! -e /tmp/dump-now ]; do sleep 0.05; done
  work=$(echo "$*" | sed 's/.*--work-path \\([^ ]*\\).*/\\1/')
  if [ -e /tmp/refuse ]; then cat /tmp/refuse >"$work/dump.log"; exit 1; fi ;;
esac
exec /usr/sbin/runc "$@"
`;
const words = ['plan', 'gauge', '--from', 'upper', '--to', 'lower', '--rehearse'];

describeOnHosts('a rehearsal', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  let gauge: Gauge;
  let before: readonly [string, string];

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await upper.writeFile('/usr/local/sbin/runc', slowRunc, 0o755);
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  beforeEach(async () => {
    await upper.shell('rm -f /tmp/dump-now /tmp/refuse');
    gauge = await startGauge(upper, 'gauge', { options: '--restart unless-stopped' });
    before = [await tracesOf(upper), await tracesOf(lower)];
  });
  afterEach(() => removeGauge('gauge', upper));

  const letDump = () => upper.shell('touch /tmp/dump-now');
  const isPaused = async (): Promise<boolean> =>
    (await upper.shell(`/usr/sbin/runc --root /run/docker/runtime-runc/moby state ${gauge.id}`)).includes(
      '"status": "paused"',
    );
  const asBefore = async (): Promise<void> => {
    await upper.shell('rm -f /tmp/dump-now /tmp/refuse');
    await expectAsBefore(upper, before[0]);
    await expectAsBefore(lower, before[1]);
    await expectUntouched(gauge);
  };

  test('says that the container can be dumped, and how long it was paused', async () => {
    await letDump();
    const plan = await fixture.plan('gauge', { rehearse: true });
    expect(plan.rehearsal?.pausedMs).toBeGreaterThan(0);
    expect(plan.rehearsal?.bytes).toBeGreaterThan(8_000_000);
    expect(plan.findings).toContainEqual(expect.objectContaining({ id: 'rehearsal', severity: 'ok' }));
    expect(plan.movable).toBe(true);
    await asBefore();
  });

  test('is not made unasked', async () => {
    const plan = await fixture.plan('gauge');
    expect(plan.rehearsal).toBeUndefined();
    expect(plan.findings.map(({ id }) => id)).not.toContain('rehearsal');
    await asBefore();
  });

  test('explains a refusal by what CRIU says, as an error of the plan', async () => {
    const refusal = '(00.012345) Error (criu/tty.c:1861): tty: Found dangling tty with sid 5 pgid 9';
    await upper.writeFile('/tmp/refuse', `${refusal}\n`);
    await letDump();
    const { status, stdout } = await new CommandLine(fixture).run(...words);
    expect(status).toBe(1);
    expect(stdout).toContain('[rehearsal-refused]');
    expect(stdout).toContain('A process of the container uses a terminal.');
    expect(stdout).toContain('Found dangling tty with sid 5');
    await asBefore();
  });

  test('keeps every run off the container meanwhile, and is kept off by one', async () => {
    const rehearsed = fixture.plan('gauge', { rehearse: true });
    await until('it is paused', isPaused);
    await expect(fixture.start('gauge')).rejects.toMatchObject({ code: 'busy' });
    await letDump();
    expect((await rehearsed).movable).toBe(true);
    await asBefore();
  });

  test('of a laptop that dies ends by itself', async () => {
    const command = new CommandLine(fixture).start(...words);
    await until('it is paused', isPaused);
    command.signal('SIGKILL');
    await command.finished;
    await letDump();
    await until('it goes on', async () => !(await isPaused()));
    await asBefore();
  });

  test('of a laptop that dies ends by itself, also when its dump is killed', async () => {
    const command = new CommandLine(fixture).start(...words);
    await until('it is paused', isPaused);
    command.signal('SIGKILL');
    await command.finished;
    await upper.shell(`for file in /proc/[0-9]*/fd/*; do
      case $(readlink "$file") in */dump.lock) pid=\${file#/proc/}; kill -KILL "\${pid%%/*}";; esac
    done`);
    await until('it goes on', async () => !(await isPaused()));
    await letDump();
    await asBefore();
  });

  test('that is killed on the host is cleared up after, and says that it came to no end', async () => {
    const rehearsed = fixture.plan('gauge', { rehearse: true });
    await until('it is paused', isPaused);
    await upper.run(['pkill', '-KILL', '-f', 'rehearsal-[0-9a-f]']);
    const { findings, movable } = await rehearsed;
    const failed = findings.find(({ id }: Finding) => id === 'rehearsal-failed');
    expect(failed).toMatchObject({ severity: 'warning' });
    expect(movable).toBe(true);
    await letDump();
    await asBefore();
  });

  test('of a host that lost its power leaves nothing after the next one', async () => {
    await upper.shell(
      'mkdir -p /var/lib/shiplock/rehearsal-dead; echo memory >/var/lib/shiplock/rehearsal-dead/pages',
    );
    await letDump();
    expect((await fixture.plan('gauge', { rehearse: true })).movable).toBe(true);
    await asBefore();
  });
});
