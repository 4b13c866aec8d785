/** Rounds of memory by dirty pages that are refused: the move goes the ordinary way and says so. Where they work: test/vm. */
import { expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { loadImage } from '../edge/images.ts';
import { allInEnglish } from '../english.ts';
import { countsOn, startGauge } from './gauges.ts';
import { expectNoTraces, StationFixture } from './station-fixture.ts';

describeOnHosts('a source that seems to track dirty pages and refuses to dump by them', () => {
  test('gives its container away whole, and the report says so', async () => {
    await using fixture = await StationFixture.up(['docker26', 'docker26'], { rateMbit: 200 });
    const { upper, lower } = fixture;
    await loadImage(upper, 'gauge');
    // The real kernel, CRIU and runc would refuse it too, on a machine without dirty-page tracking.
    await upper.writeFile(
      '/usr/local/sbin/criu',
      '#!/bin/sh\n[ "$1" != check ] || exit 0\nexec /usr/sbin/criu "$@"\n',
      0o755,
    );
    await upper.writeFile(
      '/usr/local/sbin/runc',
      '#!/bin/sh\ncase " $* " in *" --pre-dump "*) exit 1 ;; esac\nexec /usr/sbin/runc "$@"\n',
      0o755,
    );
    await startGauge(upper, 'refused', { words: '--memory 64 --verify' });
    const plan = await fixture.plan('refused');
    expect(plan.findings.map(({ id }) => id)).toContain('memory-in-rounds');

    const report = await fixture.migrate('refused');
    expect(allInEnglish(report.remarks)).toContainEqual(expect.stringContaining('it was copied whole'));
    expect(report.rounds.map(({ kind }) => kind)).toContain('memory');
    await countsOn({ host: lower, name: 'refused' });
    await expectNoTraces(upper);
    await expectNoTraces(lower, { runtime: true });
  });
});
