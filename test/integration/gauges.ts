/** Gauges as test containers: each counts into a volume of its own, by which every copy of it can be told. */
import { expect } from 'vitest';
import { until } from '../edge/condition.ts';
import type { EdgeHost } from '../edge/host.ts';
import { images } from '../edge/images.ts';
import { assertNothingLost, type ReadingsSummary } from '../edge/readings.ts';

export interface Gauge {
  readonly name: string;
  readonly host: EdgeHost;
  /** On its host. */
  readonly id: string;
}

export interface GaugeOptions {
  /** More words for `docker run`. */
  readonly options?: string;
  /** What gauge is told. Default: a memory of 8 MB. */
  readonly words?: string;
}

/** Starts a gauge that keeps its readings in the volume NAME-data, and waits until it counts. */
export async function startGauge(host: EdgeHost, name: string, more: GaugeOptions = {}): Promise<Gauge> {
  const { options = '', words = '--memory 8' } = more;
  const id = await host.shell(
    `docker run --detach --name ${name} --volume ${name}-data:/data ${options} ${images.gauge} ${words}`,
  );
  const gauge = { name, host, id: id.trim() };
  await countsOn(gauge);
  return gauge;
}

/** Takes it away from hosts that may have it, with its data. */
export async function removeGauge(name: string, ...hosts: readonly EdgeHost[]): Promise<void> {
  for (const host of hosts) {
    if (!host.poweredOn) continue;
    await host.shell(
      `docker rm --force --volumes ${name} || true; docker volume rm --force ${name}-data || true`,
    );
  }
}

export function readingsFile(name: string): string {
  return `/var/lib/docker/volumes/${name}-data/_data/readings`;
}

export async function readingsOf(host: EdgeHost, name: string): Promise<string> {
  const text = await host.readFile(readingsFile(name)).catch(() => '');
  // The gauge goes on writing while it is read.
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

const countIn = (readings: string): number => readings.split('\n').length - 1;

/** Resolves when the gauge has taken some more readings there; throws if it does not, or if any was lost. */
export async function countsOn({ host, name }: Pick<Gauge, 'host' | 'name'>): Promise<ReadingsSummary> {
  const before = countIn(await readingsOf(host, name));
  await until(
    `${name} counts on ${host.name}`,
    async () => countIn(await readingsOf(host, name)) > before + 3,
  );
  return assertNothingLost(await readingsOf(host, name));
}

/** The gauge goes on where it was started, as the same container, never restarted, and nothing was lost. */
export async function expectUntouched(gauge: Gauge): Promise<void> {
  const { host, name, id } = gauge;
  const state = await host.shell(
    `docker inspect --format '{{.Id}} {{.State.Status}} {{.RestartCount}}' ${name}`,
  );
  expect(state.trim()).toBe(`${id} running 0`);
  await countsOn(gauge);
}

/** The hosts on which a container of that name runs now. */
export async function hostsRunning(name: string, hosts: readonly EdgeHost[]): Promise<string[]> {
  const running = await Promise.all(
    hosts.map(async (host) => {
      // Not `docker inspect`: it waits for a start that waits for a checkpoint.
      const names = await host.shell("docker ps --filter status=running --format '{{.Names}}'");
      return names.split('\n').includes(name) ? [host.name] : [];
    }),
  );
  return running.flat();
}
