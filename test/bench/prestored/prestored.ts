/**
 * What a restore point on the laptop saves a failing source: three containers, each moved with one that was taken before, and
 * without. `npm run bench:prestored`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { formatBytes, formatMs } from '../../../shared/units.ts';
import { loadImage } from '../../edge/images.ts';
import { StationFixture } from '../../integration/station-fixture.ts';
import { bytesOnWire } from '../stand.ts';
import { loadCompiler } from './compiler-image.ts';
import { clear, start, type Workload, workloads } from './workloads.ts';

const { values } = parseArgs({
  options: {
    /** Mbit/s of the source's link, and of the target's: 100/1000,1000/1000. */
    links: { type: 'string', default: '1000/1000' },
    repeat: { type: 'string', default: '3' },
    /** Seconds from the restore point to the move. */
    age: { type: 'string', default: '30' },
    /** A part of a workload's name. */
    only: { type: 'string', default: '' },
  },
});

interface Measured {
  readonly sourceBytes: number;
  readonly storeBytes: number;
  readonly totalMs: number;
  readonly freezeMs: number;
}

await using fixture = await StationFixture.up(['docker26', 'docker26']);
const { upper, lower, station } = fixture;
for (const host of [upper, lower]) await loadImage(host, 'gauge');
await loadCompiler([upper, lower]);
const chosen = workloads.filter(({ name }) => name.includes(values.only));
const lines: string[] = [];
for (const link of values.links.split(',')) {
  const [sourceMbit = 1000, targetMbit = 1000] = link.split('/').map(Number);
  await upper.capRate(sourceMbit);
  await lower.capRate(targetMbit);
  for (const workload of chosen) {
    const measured = { without: [] as Measured[], with: [] as Measured[] };
    // They take turns, so that a slow moment of this machine does not fall on one of them alone.
    for (let turn = 0; turn < Number(values.repeat); turn += 1) {
      for (const way of ['without', 'with'] as const) {
        const attempt = await measure(workload, way === 'with');
        if (attempt !== undefined) measured[way].push(attempt);
      }
    }
    lines.push(row(link, workload.name, 'without', measured.without), row('', '', 'with', measured.with));
  }
}
console.log('| link | workload | restore point | source sent | laptop sent | total | freeze |');
console.log('|---|---|---|---|---|---|---|');
for (const line of lines) console.log(line);

/** One move of a fresh container; undefined if it failed, which is told. */
async function measure(workload: Workload, withPoint: boolean): Promise<Measured | undefined> {
  await clear(upper, lower);
  try {
    await start(upper, workload);
    if (withPoint) {
      const askSecret = async (): Promise<string> => 'bench bench bench';
      await station.call('backups.take', { container: 'workload', from: 'upper' }, { askSecret });
    }
    await sleep(Number(values.age) * 1000);
    const before = await bytesOnWire(upper);
    const began = performance.now();
    const report = await fixture.migrate('workload', { useStore: withPoint });
    const totalMs = performance.now() - began;
    const sourceBytes = (await bytesOnWire(upper)) - before;
    const { freezeMs, fromStore, bytesSent, rounds, steps } = report;
    const roundsMs = steps.find(({ name }) => name === 'rounds')?.ms;
    const measured = {
      sourceBytes,
      storeBytes: fromStore === undefined ? 0 : fromStore.files + fromStore.memory,
      totalMs,
      freezeMs: freezeMs ?? 0,
    };
    say(
      `${workload.name}, ${withPoint ? 'with' : 'without'}: ${JSON.stringify({ ...measured, roundsMs, bytesSent, rounds })}`,
    );
    return measured;
  } catch (thrown) {
    say(`${workload.name}, ${withPoint ? 'with' : 'without'}: failed: ${String(thrown)}`);
    return undefined;
  } finally {
    await clear(upper, lower);
  }
}

function row(link: string, workload: string, way: string, measured: readonly Measured[]): string {
  const median = (figure: keyof Measured): number | undefined =>
    measured.map((each) => each[figure]).toSorted((a, b) => a - b)[measured.length >> 1];
  const text = (value: number | undefined, format: (value: number) => string): string =>
    value === undefined ? 'failed' : format(value);
  const cells = [
    text(median('sourceBytes'), formatBytes),
    text(median('storeBytes'), formatBytes),
    text(median('totalMs'), formatMs),
    text(median('freezeMs'), formatMs),
  ];
  return `| ${[link, workload, `${way} (${measured.length})`, ...cells].join(' | ')} |`;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
