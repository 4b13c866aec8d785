/**
 * How soon the source's container runs again when a frozen move is cancelled, and what the lease adds to a freeze:
 * `npm run bench:rollback`. The container itself says when: by the time stamps of its readings.
 */
import { parseArgs } from 'node:util';
import { formatMs } from '../../shared/units.ts';
import { images, loadImage } from '../edge/images.ts';
import { parseReadings } from '../edge/readings.ts';
import { readingsOf } from '../integration/gauges.ts';
import { StationFixture } from '../integration/station-fixture.ts';

const { values } = parseArgs({
  options: { memory: { type: 'string', default: '64' }, times: { type: 'string', default: '5' } },
});
const name = 'gauge';

await using fixture = await StationFixture.up(['docker26', 'docker26']);
const { upper } = fixture;
await loadImage(upper, 'gauge');
await upper.shell(
  `docker run --detach --name ${name} --restart unless-stopped --volume ${name}-data:/data ${images.gauge} --memory ${values.memory}`,
);

/** Milliseconds from the cancellation, in that step, to the container's next reading. */
async function rollBackFrom(step: string): Promise<number> {
  const abort = new AbortController();
  let cancelledAt = 0;
  const report = await fixture.start(name, {
    signal: abort.signal,
    onEvent(event) {
      if (event.event !== 'run.step' || event.step !== step || event.state !== 'began') return;
      cancelledAt = Date.now();
      abort.abort();
    },
  });
  if (report.outcome !== 'rolled-back') throw new Error(`the run ended as ${report.outcome}`);
  const next = parseReadings(await readingsOf(upper, name))
    .map(({ realtimeNs }) => Number(realtimeNs) / 1e6)
    .find((at) => at > cancelledAt);
  if (next === undefined) throw new Error('the container does not go on');
  return next - cancelledAt;
}

async function sharesOfLease(): Promise<string> {
  const { freezeMs, freezeParts } = await fixture.migrate(name);
  const of = (part: string): number => freezeParts.find((each) => each.part === part)?.ms ?? 0;
  await fixture.migrate(name, { from: 'lower', to: 'upper' });
  return `a freeze of ${formatMs(freezeMs ?? 0)}: pause under the lease ${of('pause')} ms, promise ${of('fence')} ms`;
}

const times = Number(values.times);
for (const step of ['deliver', 'fence', 'resume', 'check']) {
  const took: number[] = [];
  for (let attempt = 0; attempt < times; attempt += 1) took.push(Math.round(await rollBackFrom(step)));
  console.log(`cancelled in ${step}: runs again after ${took.join(', ')} ms`);
}
for (let attempt = 0; attempt < times; attempt += 1) console.log(await sharesOfLease());
