/** Moves between hosts with version 2 of the control groups, which the other test hosts do not have. */
import { expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { countsOn, startGauge } from '../integration/gauges.ts';
import { docker, inspect, StationFixture } from '../integration/station-fixture.ts';

describeOnHosts('under version 2 of the control groups', () => {
  test('a moved container obeys its limits and its engine, also when it moves again', async () => {
    await using fixture = await StationFixture.up(['docker26', 'docker26'], { machine: 'vm' });
    const { upper, lower } = fixture;
    await loadImage(upper, 'gauge');
    await startGauge(upper, 'member', { options: '--memory 48m', words: '--memory 4 --verify' });
    await fixture.migrate('member', { maxRounds: 0 });
    await expectObedient(lower);
    await fixture.migrate('member', { from: 'lower', to: 'upper', maxRounds: 0 });
    await expectObedient(upper);
  });
});

/** The engine's own group of the container is the one that it is in: it is held to its limit there, and it freezes. */
async function expectObedient(host: EdgeHost): Promise<void> {
  const { Id, State } = await inspect(host, 'member');
  const group = (await host.readFile(`/proc/${State.Pid}/cgroup`)).trim().replace(/^0::/, '/sys/fs/cgroup');
  expect(group).toContain(Id);
  expect((await host.readFile(`${group}/memory.max`)).trim()).toBe(String(48 * 1024 * 1024));
  await docker(host, 'pause', 'member');
  expect(await host.readFile(`${group}/cgroup.events`)).toBe('populated 1\nfrozen 1\n');
  await docker(host, 'unpause', 'member');
  await countsOn({ host, name: 'member' });
}
