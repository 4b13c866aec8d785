/** How long a plan takes, the login included, and which checks it waits for: `npm run bench:plan`. */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Station } from '../../electron/station.ts';
import { loadImage } from '../edge/images.ts';
import { startGauge } from '../integration/gauges.ts';
import { StationFixture } from '../integration/station-fixture.ts';

const { values } = parseArgs({
  options: { memory: { type: 'string', default: '64' }, times: { type: 'string', default: '5' } },
});

await using fixture = await StationFixture.up(['docker26', 'docker28']);
await loadImage(fixture.upper, 'gauge');
await startGauge(fixture.upper, 'gauge', { words: `--memory ${values.memory}` });

for (let attempt = 0; attempt < Number(values.times); attempt += 1) {
  using station = new Station(fixture.home);
  const began = performance.now();
  const sinceMs = (): number => Math.round(performance.now() - began);
  const checked: { check: string; ms: number }[] = [];
  await station.call(
    'moves.plan',
    { container: 'gauge', from: 'upper', to: 'lower' },
    {
      onEvent(event) {
        if (event.event === 'preflight.checked') checked.push({ check: event.check, ms: sinceMs() });
      },
    },
  );
  const last = checked.slice(-5).map(({ check, ms }) => `${check} ${ms}`);
  console.log(
    `plan: ${sinceMs()} ms; ${checked.length} checks, the first after ${checked[0]?.ms} ms, the last: ${last.join(', ')}`,
  );
}
