/** What hangs on a host: the move ends within its limit, the container runs on the source, nothing is left behind. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDocker } from '../../electron/engines/docker.ts';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { relay } from '../../electron/transfer/relay.ts';
import type { Event } from '../../shared/contract.ts';
import type { RunReport } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { saying } from '../saying.ts';
import { failureOf } from './failure-of.ts';
import { expectUntouched, type Gauge, type GaugeOptions, removeGauge, startGauge } from './gauges.ts';
import { type MoveOptions, StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

describeOnHosts('on a host that hangs', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  describe('a move', () => {
    let gauge: Gauge;
    afterEach(() => removeGauge('stuck', upper, lower));

    /** Resolves with the report of a move that failed and left nothing behind. */
    async function expectRollback(more: GaugeOptions, options: MoveOptions): Promise<RunReport> {
      gauge = await startGauge(upper, 'stuck', more);
      const before = [await tracesOf(upper), await tracesOf(lower)] as const;
      const report = await fixture.start('stuck', options);
      expect(report).toMatchObject({ outcome: 'rolled-back', runningOn: 'upper' });
      await expectUntouched(gauge);
      await expectAsBefore(upper, before[0]);
      await expectAsBefore(lower, before[1]);
      return report;
    }

    const when = (step: string, state: string, act: () => unknown) => (event: Event) => {
      if (event.event === 'run.step' && event.step === step && event.state === state) act();
    };

    test('ends when the health check on the target does not', async () => {
      for (const host of [upper, lower]) await host.shell('mkdir /etc/station');
      await lower.shell('touch /etc/station/hangs');
      try {
        const health = "--health-cmd 'test ! -e /station/hangs || sleep 10080' --health-timeout 1s";
        const report = await expectRollback({ options: `${health} --volume /etc/station:/station:ro` }, {});
        expect(report.error).toMatchObject({
          code: 'not-alive',
          message: saying(expect.stringContaining('took longer than 1 s')),
        });
      } finally {
        for (const host of [upper, lower]) await host.shell('rm -r /etc/station');
      }
    });

    test('ends when CRIU does not get on in the freeze', async () => {
      let stopped: Promise<string> = Promise.resolve('');
      const stop = (): void => {
        const script =
          'until [ -s "$(echo /run/shiplock/*/images/pages-1.img)" ]; do :; done; pkill -STOP -x criu';
        stopped = upper.shell(script, { timeoutMs: 20_000 });
      };
      const report = await expectRollback(
        { words: '--memory 200 --verify' },
        { maxFreezeSeconds: 5, onEvent: when('deliver', 'began', stop) },
      );
      await stopped;
      expect(report.error?.code).toMatch(/^(timed-out|freeze-too-long)$/);
      expect(report.steps.find(({ error }) => error !== undefined)?.name).toBe('deliver');
    });

    test('ends when Docker on the target does not answer', async () => {
      const report = await expectRollback(
        {},
        {
          // Long before it is asked for the first time: to change something it would have more time.
          onEvent: (event) => {
            when('mark', 'began', () => lower.shell('pkill -STOP -x dockerd'))(event);
            when('runtime', 'failed', () => lower.shell('pkill -CONT -x dockerd'))(event);
          },
        },
      );
      expect(report.error).toMatchObject({
        code: 'timed-out',
        message: saying('Docker on lower gave no answer within 30 s.'),
      });
    });
  });

  describe('what takes its time is ended all the same:', () => {
    let session: Session;
    beforeEach(async () => {
      session = await connect(hostOf(upper));
    });
    afterEach(() => session.close());

    test('a transfer whose far end has stopped', async () => {
      const stopped = ['sh', '-c', 'kill -STOP $$; exec cat'];
      const failure = await failureOf(
        relay.join({
          source: { session, command: ['cat', '/dev/zero'] },
          target: { session, command: stopped },
          bothWays: false,
          what: 'nothing',
          onBytes: () => undefined,
          stallMs: 1000,
        }),
      );
      expect(failure).toMatchObject({
        code: 'timed-out',
        message: 'Nothing of nothing was sent for 1.0 s.',
      });
      await until('neither runs any more', async () => {
        const { stdout } = await upper.run(['pgrep', '-f', '^(cat /dev/zero|sh -c kill -STOP)']);
        return stdout === '';
      });
    });

    test('a start that Docker leaves unanswered', async () => {
      const gauge = await startGauge(upper, 'silent');
      const docker = await openDocker(session, { startMs: 700 });
      await docker.facts();
      await upper.shell('pkill -STOP -x dockerd');
      try {
        expect(await failureOf(docker.start(gauge.id))).toMatchObject({
          code: 'timed-out',
          message: 'Docker on upper gave no answer within 0.7 s.',
        });
      } finally {
        await upper.shell('pkill -CONT -x dockerd');
        docker.close();
      }
      await until('no question is left on the host', async () => {
        const { stdout } = await upper.run(['pgrep', '-fc', 'docker system dial-stdio']);
        return stdout === '0\n';
      });
      await removeGauge('silent', upper);
    });
  });
});
