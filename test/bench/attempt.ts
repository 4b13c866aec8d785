/** One move of a gauge, measured from outside of what moves it. */
import type { RunReport } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import type { EdgeHost } from '../edge/host.ts';
import { images } from '../edge/images.ts';
import { assertNothingLost } from '../edge/readings.ts';
import { bytesOnWire, type Stand } from './stand.ts';
import { gauge, type Way } from './ways.ts';

export interface Conditions {
  readonly memoryMb: number;
  readonly rateMbit: number;
}

export interface Measured {
  /** The longest time between two readings of the gauge. */
  readonly freezeMs: number;
  /** From the first command to the end of the last. */
  readonly totalMs: number;
  /** What the source sent. */
  readonly wireBytes: number;
  /** Shiplock's own report; null for the peers. */
  readonly report: RunReport | null;
}

const volumes = {
  docker: '/var/lib/docker/volumes',
  podman: '/var/lib/containers/storage/volumes',
} as const;

/** Moves a fresh gauge and takes it away again, whatever happens. Throws if a reading was lost or anything failed. */
export async function measure(stand: Stand, way: Way, { memoryMb, rateMbit }: Conditions): Promise<Measured> {
  const { source, target } = stand;
  const { engine } = way;
  const createArgs = [
    ...['--name', gauge.name, '--volume', `${gauge.volume}:/data`],
    ...['--publish', `${gauge.port}:${gauge.port}`, images.gauge],
    ...['--memory', String(memoryMb), '--listen', String(gauge.port)],
  ];
  const seconds = 120 + (10 * 8 * memoryMb) / rateMbit;
  const terms = { createArgs, rateMbit, timeoutMs: seconds * 1000 };
  await using _cleared = { [Symbol.asyncDispose]: () => clear(stand, engine) };
  await clear(stand, engine);

  await source.shell(`${engine} run --detach ${createArgs.join(' ')}`);
  await until('the gauge counts', async () => (await countOn(source, engine)) > 100, 120_000);

  const wireBefore = await bytesOnWire(source);
  const begun = performance.now();
  const report = await way.move(stand, terms);
  const totalMs = performance.now() - begun;
  const wireBytes = (await bytesOnWire(source)) - wireBefore;

  const count = await countOn(target, engine);
  await until('the gauge counts on', async () => (await countOn(target, engine)) > count + 50, 60_000);
  await target.shell(`${engine} stop --time 5 ${gauge.name}`);
  const { longestGapMs } = assertNothingLost(await target.readFile(readingsFile(engine)));
  return { freezeMs: longestGapMs, totalMs, wireBytes, report };
}

const readingsFile = (engine: Way['engine']): string => `${volumes[engine]}/${gauge.volume}/_data/readings`;

async function countOn(host: EdgeHost, engine: Way['engine']): Promise<number> {
  const { stdout } = await host.run(['sh', '-c', `wc -l <${readingsFile(engine)} || true`]);
  return Number(stdout);
}

async function clear({ source, target }: Stand, engine: Way['engine']): Promise<void> {
  const script = `${engine} rm --force --volumes ${gauge.name}; ${engine} volume rm --force ${gauge.volume}`;
  for (const host of [source, target]) await host.run(['sh', '-c', `{ ${script}; } >/dev/null 2>&1`]);
}
