/** A link that is lost before the freeze: the move waits for it, tells so, and goes on. */
import { describe, expect, test } from 'vitest';
import type { Event, EventPayload } from '../../shared/contract.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { loadImage } from '../edge/images.ts';
import { inEnglish } from '../english.ts';
import { countsOn, expectUntouched, type Gauge, hostsRunning, startGauge } from './gauges.ts';
import { StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

/** A gauge on hosts of its own, with more to send than is sent before a cut. */
async function withPair(work: (pair: StationFixture, gauge: Gauge) => Promise<void>): Promise<void> {
  await using pair = await StationFixture.up(['docker26', 'docker26'], { rateMbit: 200 });
  await loadImage(pair.upper, 'gauge');
  const gauge = await startGauge(pair.upper, 'gauge');
  await pair.upper.shell('docker exec gauge dd if=/dev/urandom of=/data/more bs=1M count=16');
  await work(pair, gauge);
}

const sumOfMore = 'docker exec gauge sha256sum /data/more';

type LinkEvent = EventPayload<'host.link'>;

/** Acts when the step begins for the first time, and keeps what is told of links. */
function listen(step: string, act: () => void, onLink: (event: LinkEvent) => void) {
  let acted = false;
  return (event: Event): void => {
    if (event.event === 'host.link') onLink(event);
    if (acted || event.event !== 'run.step' || event.step !== step || event.state !== 'began') return;
    acted = true;
    act();
  };
}

// Each with hosts of its own and all at the same time: a lost link is noticed after twenty seconds of silence.
describeOnHosts('a link that is lost before the freeze', () => {
  describe.concurrent('to one end', { timeout: 240_000 }, () => {
    const losses = [
      ['lower', 'image'],
      ['lower', 'rounds'],
      ['upper', 'rounds'],
    ] as const;
    test.for(losses)('%s, in step %s, and comes back: the move commits', async ([name, step]) => {
      await withPair(async (pair) => {
        const host = pair.host(name);
        const sum = await pair.upper.shell(sumOfMore);
        const told: LinkEvent[] = [];
        const cut = (): void => void host.cut();
        const onLink = (event: LinkEvent): void => {
          told.push(event);
          if (event.state === 'retrying' && event.attempt === 2) void host.rejoin();
        };
        const report = await pair.start('gauge', { onEvent: listen(step, cut, onLink) });
        expect(report).toMatchObject({ outcome: 'committed', runningOn: 'lower' });
        expect(await hostsRunning('gauge', [pair.upper, pair.lower])).toEqual(['lower']);
        await countsOn({ host: pair.lower, name: 'gauge' });
        expect(await pair.lower.shell(sumOfMore)).toBe(sum);

        expect(told.map(({ host: each }) => each)).toEqual(told.map(() => name));
        expect(told.at(0)).toMatchObject({ run: report.run, state: 'lost', attempt: 0 });
        expect(told.at(-1)).toMatchObject({ state: 'up' });
        const retries = told.filter(({ state }) => state === 'retrying');
        expect(retries.map(({ attempt }) => attempt)).toEqual(retries.map((_, index) => index + 1));
        for (const { nextTryMs, reason } of retries) {
          expect(nextTryMs).toBeGreaterThanOrEqual(250);
          expect(nextTryMs).toBeLessThanOrEqual(8_000);
          expect(inEnglish(reason)).toContain(name);
        }
      });
    });

    test('and stays lost while the move is cancelled: it is taken back at once, and finished when the link is back', async () => {
      await withPair(async (pair, gauge) => {
        const { upper, lower } = pair;
        const before = [await tracesOf(upper), await tracesOf(lower)] as const;
        const cancel = new AbortController();
        const onLink = ({ state }: LinkEvent): void => {
          if (state !== 'retrying' || cancel.signal.aborted) return;
          cancel.abort();
          void lower.rejoin();
        };
        const onEvent = listen('rounds', () => void lower.cut(), onLink);
        const report = await pair.start('gauge', { onEvent, signal: cancel.signal });
        expect(report).toMatchObject({
          outcome: 'rolled-back',
          runningOn: 'upper',
          error: { code: 'cancelled' },
        });
        await expectUntouched(gauge);
        await expectAsBefore(upper, before[0]);
        await expectAsBefore(lower, before[1]);
      });
    });
  });
});
