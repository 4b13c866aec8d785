/**
 * A large container over a radio link that drops every minute. How large: SHIPLOCK_SLOW_MB, 1024 MB by default; then it
 * takes most of an hour, since half of its memory does not shrink. Says on the way how far it is.
 */
import { expect, test } from 'vitest';
import { formatBytes, formatMs } from '../../shared/units.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { loadImage } from '../edge/images.ts';
import { countsOn, readingsOf, startGauge } from '../integration/gauges.ts';
import { expectNoTraces, StationFixture } from '../integration/station-fixture.ts';
import { assertNothingLost } from '../edge/readings.ts';
import { dropping } from './dropping.ts';

const megabyte = 1024 * 1024;
const memoryMegabytes = Number(process.env['SHIPLOCK_SLOW_MB'] ?? '1024');
const rateMbit = 2;
const drops = { everyMs: 60_000, forMs: 5000 };
/** What was under way when the link was lost: in pipes, in sockets, and in the laptop. */
const goesTwice = 1.5 * megabyte;

describeOnHosts('a link of 2 Mbit/s that drops every minute', () => {
  test(`carries ${memoryMegabytes} MB of memory`, async () => {
    await using fixture = await StationFixture.up(['docker26', 'docker26'], { rateMbit });
    const { upper, lower } = fixture;
    for (const host of [upper, lower]) {
      await loadImage(host, 'gauge');
      // Connections that end without a word are not held against the laptop here.
      await host.configureSshd('PerSourcePenalties no');
    }
    // 40 KB a second: about as much as a sixth of the link carries.
    const words = `--memory ${memoryMegabytes} --tick-ms 100 --dirty-pages-per-tick 1 --verify`;
    await startGauge(upper, 'patient', { words });
    const began = performance.now();
    const tell = (text: string): void => console.log(`${formatMs(performance.now() - began)}: ${text}`);
    let memory = 0;
    const link = dropping([upper, lower], { ...drops, step: 'rounds' });
    const report = await fixture.migrate('patient', {
      onEvent: (event) => {
        link.onEvent(event);
        if (event.event === 'run.progress') memory = event.bytesSent.memory;
        if (event.event === 'host.link') tell(`${event.host} ${event.state}; ${formatBytes(memory)} sent`);
        if (event.event === 'run.step') tell(`${event.step} ${event.state}`);
        if (event.event === 'run.round')
          tell(`a round of ${event.round.kind}: ${formatBytes(event.round.bytes)}`);
      },
    });
    const losses = await link.end();
    const rounds = report.rounds.filter(({ kind }) => kind === 'memory');
    const [first] = rounds;
    tell(
      `arrived after ${losses} losses, ${rounds.length} rounds, a freeze of ${formatMs(report.freezeMs ?? 0)}`,
    );
    const once = (memoryMegabytes * megabyte) / 2;
    const share = (first?.bytes ?? 0) / once;
    tell(
      `the first round sent ${formatBytes(first?.bytes ?? 0)}, ${share.toFixed(3)} times what does not shrink`,
    );
    expect(losses).toBeGreaterThan(0);
    expect(first?.bytes).toBeLessThan(once * 1.05 + (losses + 1) * goesTwice);
    expect(report.freezeMs).toBeLessThan(120_000);
    await countsOn({ host: lower, name: 'patient' });
    assertNothingLost(await readingsOf(lower, 'patient'));
    await expectNoTraces(upper);
    await expectNoTraces(lower, { runtime: true });
  });
});
