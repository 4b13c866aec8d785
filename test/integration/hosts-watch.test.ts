/** Hosts that are watched, real ones: what they run, how they do, and that they are gone and back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJournal } from '../../electron/journal/journal.ts';
import { Station } from '../../electron/station.ts';
import type { Event } from '../../shared/contract.ts';
import type { HostSight } from '../../shared/window-methods.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { docker, startContainer, StationFixture } from './station-fixture.ts';

describeOnHosts('a host that is watched', () => {
  let fixture: StationFixture;
  let last: HostSight | undefined;
  const over = new AbortController();
  let watching: Promise<unknown>;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26']);
    const onEvent = (event: Event): void => {
      if (event.event === 'host.seen') last = event;
    };
    watching = fixture.station.call('hosts.watch', { everySeconds: 2 }, { signal: over.signal, onEvent });
  });
  afterAll(async () => {
    over.abort();
    await watching;
    await fixture[Symbol.asyncDispose]();
  });

  const stateOf = (container: string): string | undefined =>
    last?.containers?.find(({ name }) => name === container)?.state;

  test('tells how it does', async () => {
    const { health } = await until('it is up', () => last?.state === 'up' && last);
    expect(health?.processors).toBeGreaterThan(0);
    expect(health?.memory?.totalBytes).toBeGreaterThan(0);
    expect(health?.disk?.totalBytes).toBeGreaterThan(0);
  });

  test('tells that a container was started, and that it was stopped', async () => {
    await startContainer(fixture.upper, 'gauge', 'gauge');
    await until('it runs', () => stateOf('gauge') === 'running');
    await docker(fixture.upper, 'kill', 'gauge');
    await until('it does not run', () => stateOf('gauge') === 'exited');
  });

  test('is looked at when somebody wants to know now, although its turn is in an hour', async () => {
    using patient = new Station(fixture.home);
    const end = new AbortController();
    let seen: HostSight | undefined;
    const onEvent = (event: Event): void => {
      if (event.event === 'host.seen') seen = event;
    };
    const patience = patient.call('hosts.watch', { everySeconds: 3600 }, { signal: end.signal, onEvent });
    try {
      await until('it was seen', () => seen?.containers !== undefined);
      await startContainer(fixture.upper, 'late', 'gauge');
      await until('it is seen', async () => {
        await patient.call('hosts.look', { host: 'upper' });
        return seen?.containers?.some(({ name }) => name === 'late') ?? false;
      });
    } finally {
      end.abort();
      await patience;
    }
  });

  test('tells that its engine does not answer, while it does itself', async () => {
    await fixture.upper.killDocker();
    const { state, health } = await until('its engine is gone', () => last?.error !== undefined && last);
    expect(state).toBe('up');
    expect(health?.load).toBeGreaterThanOrEqual(0);
    await fixture.upper.startDocker();
    await until('its engine is back', () => last?.containers !== undefined);
  });

  test('leaves a run alone that froze a container of it and was interrupted', async () => {
    // Nothing of it is on the host: whoever would settle it would end it, by finding nothing to take back.
    using journal = openJournal(fixture.home);
    const run = journal.runs.begin({
      containerName: 'gauge',
      containerId: 'c'.repeat(64),
      source: 'upper',
      target: 'lower',
      plan: {},
    });
    journal.steps.intend(run, 'freeze');
    journal.runs.finish(run, 'attention');
    const before = journal.history.ofRun(run).length;
    await docker(fixture.upper, 'rename', 'gauge', 'renamed');
    await until('it was looked at since', () => stateOf('renamed') !== undefined);
    expect(journal.runs.get(run).state).toBe('attention');
    expect(journal.history.ofRun(run)).toHaveLength(before);
  });

  test('tells that it has lost its power, and that it is back', { timeout: 180_000 }, async () => {
    await fixture.upper.powerLoss();
    await until('it is gone', () => last?.state === 'unreachable', 60_000);
    await fixture.upper.boot();
    await until('it is back', () => last?.state === 'up', 60_000);
  });
});
