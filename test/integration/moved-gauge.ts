/** A gauge with a volume, a folder of its host and a restart policy, and what is held against its hosts after its move. */
import { expect } from 'vitest';
import type { EdgeHost } from '../edge/host.ts';
import { countsOn, expectUntouched, type Gauge, hostsRunning, removeGauge, startGauge } from './gauges.ts';
import { expectNoTraces } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

export interface Hosts {
  /** The source of the move. */
  readonly upper: EdgeHost;
  readonly lower: EdgeHost;
}

export interface MovedGauge extends Hosts {
  readonly gauge: Gauge;
  /** What was on `upper` and on `lower` before the move. */
  readonly before: readonly [string, string];
}

export async function startMovedGauge({ upper, lower }: Hosts, name: string): Promise<MovedGauge> {
  await upper.shell('mkdir /srv/data && echo kept >/srv/data/file');
  const gauge = await startGauge(upper, name, {
    options: '--restart unless-stopped --volume /srv/data:/srv',
  });
  return { upper, lower, gauge, before: [await tracesOf(upper), await tracesOf(lower)] };
}

/** It goes on where it was, and both hosts are as they were. */
export async function expectTakenBack({ upper, lower, gauge, before }: MovedGauge): Promise<void> {
  expect(await hostsRunning(gauge.name, [upper, lower])).toEqual(['upper']);
  await expectUntouched(gauge);
  const policy = "docker inspect --format '{{.HostConfig.RestartPolicy.Name}}'";
  expect(await upper.shell(`${policy} ${gauge.name}`)).toBe('unless-stopped\n');
  await expectAsBefore(upper, before[0]);
  await expectAsBefore(lower, before[1]);
}

/** It goes on at the target with all it had, and the source has nothing of it left. */
export async function expectMoved({ upper, lower, gauge }: MovedGauge): Promise<void> {
  expect(await hostsRunning(gauge.name, [upper, lower])).toEqual(['lower']);
  await countsOn({ host: lower, name: gauge.name });
  expect(await lower.readFile('/srv/data/file')).toBe('kept\n');
  expect(await upper.shell(`docker ps --all --quiet; docker volume ls --quiet`)).toBe('');
  await expectNoTraces(upper);
  await expectNoTraces(lower, { runtime: true });
}

/** Also after a test that failed while a host was off. */
export async function removeMovedGauge({ upper, lower }: Hosts, name: string): Promise<void> {
  for (const host of [upper, lower]) if (!host.poweredOn) await host.boot();
  await removeGauge(name, upper, lower);
  for (const host of [upper, lower]) await host.shell('rm -rf /srv/data');
}
