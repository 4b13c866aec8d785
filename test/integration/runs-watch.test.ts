/** A move that another process carries out, looked on at from here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event, EventPayload } from '../../shared/contract.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { CommandLine } from './command-line.ts';
import { loadImage } from '../edge/images.ts';
import { startGauge } from './gauges.ts';
import { StationFixture } from './station-fixture.ts';

describeOnHosts('a run of the command line', () => {
  let fixture: StationFixture;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    await loadImage(fixture.upper, 'gauge');
    await startGauge(fixture.upper, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('is seen to begin, seen step by step, and seen to end; it is not cancelled from here', async () => {
    const { station } = fixture;
    const over = new AbortController();
    const begun: string[] = [];
    const seen: EventPayload<'run.changed'>['report'][] = [];
    const hear = (event: Event): void => {
      if (event.event === 'runs.changed') begun.push(event.run);
      if (event.event === 'run.changed') seen.push(event.report);
    };
    const watching = station.call('runs.watchAll', {}, { signal: over.signal, onEvent: hear });
    const moved = new CommandLine({ home: fixture.home }).startMove('gauge');
    const [run] = await until('it has begun', () => (begun.length > 0 ? begun : false), 60_000);
    const ended = station.call('runs.watch', { run: run ?? '' }, { onEvent: hear });
    await expect(station.call('runs.cancel', { run: run ?? '' })).rejects.toMatchObject({
      code: 'not-found',
    });

    expect(await ended).toMatchObject({ run, outcome: 'committed', runningOn: 'lower' });
    expect((await moved.finished).status).toBe(0);
    expect(seen[0]).toMatchObject({ run, outcome: null, runningOn: 'upper' });
    expect(seen.some(({ outcome, runningOn }) => outcome === null && runningOn === null)).toBe(true);
    await until('its end is told', () => begun.length > 1);
    over.abort();
    await watching;
  });
});
