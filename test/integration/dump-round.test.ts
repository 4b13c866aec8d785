/** A round of memory never keeps the container still for longer than its dump, whatever becomes of the laptop. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { dumpRound, endDumpRound } from '../../electron/checkpoint/dump-round.ts';
import type { DumpRequest } from '../../electron/checkpoint/dump-script.ts';
import { dump, preDump } from '../../electron/checkpoint/dump.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { failureOf } from './failure-of.ts';
import { expectUntouched, type Gauge, removeGauge, startGauge } from './gauges.ts';
import { hostOf } from '../edge/known-host.ts';

/** Stands before runc: a checkpoint waits until the test lets it go on. */
const slowRunc = `#!/bin/sh
case " $* " in *" checkpoint "*) while [ ! -e /tmp/dump-now ]; do sleep 0.05; done ;; esac
exec /usr/sbin/runc "$@"
`;
const workspace = '/run/rounds';

describeOnHosts('the dump of a round', () => {
  let host: EdgeHost;
  let session: Session;
  let gauge: Gauge;
  let request: DumpRequest;

  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'upper', flavour: 'docker26' });
    await loadImage(host, 'gauge');
    await host.writeFile('/usr/local/sbin/runc', slowRunc, 0o755);
  });
  afterAll(() => host?.down());

  beforeEach(async () => {
    await host.shell(`rm -rf /tmp/dump-now /run/shiplock ${workspace}; mkdir ${workspace}`);
    gauge = await startGauge(host, 'gauge');
    session = await connect(hostOf(host));
    const engine = await openDocker(session);
    const { runtimeRoot } = engine;
    engine.close();
    const folders = { images: `${workspace}/round-a`, work: `${workspace}/log` };
    request = { session, runtimeRoot, containerId: gauge.id, key: 'run', ...folders, limitSeconds: 30 };
    await mark(gauge);
  });
  afterEach(async () => {
    await host.shell('touch /tmp/dump-now');
    session?.close();
    await removeGauge('gauge', host);
  });

  const status = async (): Promise<string> =>
    JSON.parse(await host.shell(`/usr/sbin/runc --root ${request.runtimeRoot} state ${gauge.id}`)).status;
  const letDump = () => host.shell('touch /tmp/dump-now');

  /** As a run marks the container that it moves. */
  const mark = ({ id }: Gauge, key = 'run') =>
    host.shell(`mkdir -p /run/shiplock/moving; echo ${key} >/run/shiplock/moving/${id}`);

  test('pauses the container, says for how long, and lets it go on', async () => {
    const round = dumpRound(request);
    await until('it is paused', async () => (await status()) === 'paused');
    await letDump();
    const { bytes, pausedMs } = await round;
    expect(pausedMs).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(8_000_000);
    expect(await status()).toBe('running');
    await expectUntouched(gauge);
  });

  test('lets it go on also when the link is lost meanwhile', async () => {
    const round = dumpRound(request);
    const lost = expect(round).rejects.toMatchObject({ code: 'cancelled' });
    await until('it is paused', async () => (await status()) === 'paused');
    session.close();
    await lost;
    await letDump();
    await until('it goes on', async () => (await status()) === 'running');
    await expectUntouched(gauge);
  });

  test('lets it go on also when the dump is refused', async () => {
    const round = dumpRound({ ...request, parent: 'a-dump-that-is-not-there' });
    await letDump();
    await expect(round).rejects.toMatchObject({ code: 'dump-refused' });
    expect(await status()).toBe('running');
    await expectUntouched(gauge);
  });

  test('ends when CRIU hangs midway, and the container goes on unharmed', async () => {
    const large = await startGauge(host, 'large', { words: '--memory 200 --verify' });
    try {
      await mark(large);
      await letDump();
      // While CRIU has its own code in the container's processes.
      const stopped = host.shell(
        `until [ -s ${request.images}/pages-1.img ]; do :; done; pkill -STOP -x criu`,
        { timeoutMs: 20_000 },
      );
      const round = dumpRound({ ...request, containerId: large.id, limitSeconds: 2 });
      expect(await failureOf(round)).toMatchObject({
        code: 'timed-out',
        message: 'The container could not be dumped on upper within 2 s.',
      });
      await stopped;
      await expectUntouched(large);
      expect(await host.shell('pgrep -x criu || true')).toBe('');
      // And it can be dumped.
      expect((await dumpRound({ ...request, containerId: large.id })).bytes).toBeGreaterThan(100e6);
      await expectUntouched(large);
    } finally {
      await removeGauge('large', host);
    }
  });

  test.each([
    ['whose run is over', () => host.shell('rm -r /run/shiplock')],
    ['whose run is over and another has begun', () => mark(gauge, 'another')],
    ['whose workspace is gone', () => host.shell(`rm -r ${workspace}`)],
  ])('that comes late, %s, does nothing', async (_, end) => {
    await letDump();
    await end();
    const rest = await host.shell(`ls -R ${workspace} /run/shiplock 2>/dev/null || true`);
    for (const late of [dumpRound, dump, preDump])
      expect(await failureOf(late(request))).toMatchObject({ code: 'busy' });
    expect(await status()).toBe('running');
    expect(await host.shell(`ls -R ${workspace} /run/shiplock 2>/dev/null || true`)).toBe(rest);
    await expectUntouched(gauge);
  });

  test('that fails when the container was let go meanwhile does not pause it again', async () => {
    await letDump();
    await host.shell(
      `mkdir -p /run/shiplock/lease/${gauge.id}; echo over >/run/shiplock/lease/${gauge.id}/state`,
    );
    await expect(dump({ ...request, parent: 'a-dump-that-is-not-there' })).rejects.toMatchObject({
      code: 'dump-refused',
    });
    expect(await status()).toBe('running');
    await expectUntouched(gauge);
  });

  test('is waited for, and what a killed one left paused is let go', async () => {
    const round = dumpRound(request).catch(() => undefined);
    await until('it is paused', async () => (await status()) === 'paused');
    // Every process of the dump: nothing is left that could let the container go on.
    await host.run(['pkill', '-KILL', '-f', `${workspace}/round-a`]);
    await round;
    expect(await status()).toBe('paused');
    await endDumpRound(session, request.runtimeRoot, gauge.id, workspace);
    await expectUntouched(gauge);
    // Where nothing was left, nothing is done.
    await endDumpRound(session, request.runtimeRoot, gauge.id, workspace);
    await expectUntouched(gauge);
  });
});
