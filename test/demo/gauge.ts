/** The demo's container: a gauge with memory, a note in its RW layer, a volume and a port. */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { EdgeHost } from '../edge/host.ts';
import { type Reading, assertNothingLost, parseReadings } from '../edge/readings.ts';

export const port = 7000;
const readingsFile = '/var/lib/docker/volumes/readings/_data/readings';

export const runCommand = `docker run --detach --name gauge --volume readings:/data --publish ${port}:${port} shiplock/gauge --memory 64 --listen ${port}`;

/** What is written into the container's own files, over its image, before the move. */
const note = 'weir 7, left bank';

export async function startGauge(host: EdgeHost): Promise<void> {
  await host.shell(runCommand);
  await host.shell(`docker exec gauge sh -c 'echo "${note}" >/etc/station'`);
}

export async function readNote(host: EdgeHost): Promise<string> {
  return (await host.shell('docker exec gauge cat /etc/station')).trim();
}

export async function countReadings(host: EdgeHost): Promise<number> {
  const { stdout } = await host.run(['sh', '-c', `wc -l <${readingsFile} || true`]);
  return Number(stdout);
}

export interface Readings {
  readonly first: Reading;
  readonly last: Reading;
  /** The longest time between any two readings. */
  readonly longestGapMs: number;
  /** The readings on either side of the longest gap since the freeze began. */
  readonly beforeFreeze: Reading;
  readonly afterFreeze: Reading;
}

/** Throws if any reading was lost, or is there twice. */
export async function readReadings(host: EdgeHost, freezeBegan: Date): Promise<Readings> {
  const text = await host.readFile(readingsFile);
  // The gauge goes on writing while it is read.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const { longestGapMs } = assertNothingLost(whole);
  const readings = parseReadings(whole);
  const begun = readings.filter(({ realtimeNs }) => realtimeNs / 1_000_000n < freezeBegan.getTime()).length;
  const pairs = readings.slice(begun - 1).map((before, index) => [before, readings[begun + index]] as const);
  const gapNs = ([before, after]: (typeof pairs)[number]): number =>
    after === undefined ? 0 : Number(after.realtimeNs - before.realtimeNs);
  const [beforeFreeze, afterFreeze] = pairs.toSorted((a, b) => gapNs(b) - gapNs(a))[0] ?? [];
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last || !beforeFreeze || !afterFreeze) throw new Error('the gauge has hardly counted');
  return { first, last, longestGapMs, beforeFreeze, afterFreeze };
}

/** The count that a client gets first at the host's published port. Throws if there is none within five seconds. */
export async function hearReading(host: EdgeHost): Promise<number> {
  const socket = connect({ host: host.address, port, signal: AbortSignal.timeout(5000) });
  try {
    for await (const line of createInterface({ input: socket })) return Number.parseInt(line, 10);
    throw new Error(`the gauge hung up at ${host.address}:${port}`);
  } finally {
    socket.destroy();
  }
}
