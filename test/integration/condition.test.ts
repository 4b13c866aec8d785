/** How a real host fares: a healthy one gives no finding; a full disk, and one that failed, are told of. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { failDisk } from './failing-disk.ts';
import { StationFixture } from './station-fixture.ts';

describeOnHosts('the condition of a host', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26'], { diskBytes: 256 * 1024 * 1024 });
    ({ upper } = fixture);
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  const findingsOf = async (): Promise<string[]> => {
    const { findings } = await fixture.station.call('hosts.check', { name: 'upper' });
    // How its Docker is set up is another matter.
    return findings.filter(({ id }) => id !== 'live-restore').map(({ severity, id }) => `${severity} ${id}`);
  };

  test('is no finding while it is well', async () => {
    expect(await findingsOf()).toEqual(['ok host']);
  });

  test('is that a disk is full, until there is room again', async () => {
    await upper.shell('head -c 300000000 /dev/zero >/var/lib/docker/filler 2>/dev/null || true');
    expect(await findingsOf()).toEqual(['warning disk-full', 'ok host']);
    await upper.shell('rm /var/lib/docker/filler');
    expect(await findingsOf()).toEqual(['ok host']);
  });

  test('is that its disk failed and became read-only', async () => {
    await failDisk(upper);
    expect(await findingsOf()).toEqual(['warning engine-read-only', 'warning file-system-errors', 'ok host']);
  });
});
