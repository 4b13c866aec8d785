/** Moves of several kinds of container, each of which knows whether it came through whole. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whyNoUserDumps } from '../edge/capability.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { succeed } from '../edge/command.ts';
import { countsOn } from './gauges.ts';
import { docker, inspect, startContainer, StationFixture } from './station-fixture.ts';

describeOnHosts('a workload', () => {
  let fixture: StationFixture;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28']);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  test('of a shell and its forked child moves with both, and each sees the other go on', async () => {
    const { upper, lower } = fixture;
    await startContainer(upper, 'sensor', 'sensor');
    const counts = async (host: EdgeHost) => {
      const text = await docker(host, 'exec', 'sensor', 'sh', '-c', 'cat /data/a; echo; cat /data/b');
      return text.split('\n\n').map((part) => part.split('\n').filter(Boolean).map(Number));
    };
    await until('both count', async () => (await counts(upper)).every((each) => each.length > 5));
    await fixture.migrate('sensor');
    const before = await counts(lower);
    await until('both go on', async () =>
      (await counts(lower)).every((each, index) => each.length > (before[index]?.length ?? 0) + 5),
    );
    for (const each of await counts(lower)) expect(each).toEqual(each.map((_, index) => index + 1));
    expect(await docker(lower, 'logs', 'sensor')).not.toContain('has stopped');
    expect(await docker(lower, 'exec', 'sensor', 'cat', '/data/child')).toMatch(/^\d+$/);
  });

  test('of a database that is written all the time stays whole and loses no row', async () => {
    const { upper, lower } = fixture;
    await startContainer(upper, 'database', 'database', ['--volume', 'database-data:/data']);
    const rows = async (host: EdgeHost): Promise<number> => {
      const { stdout } = await host.run(['docker', 'exec', 'database', 'database-check']);
      return Number(/^ok (\d+)$/m.exec(stdout)?.[1] ?? -1);
    };
    await until('there are rows', async () => (await rows(upper)) > 20);
    const before = await rows(upper);
    await fixture.migrate('database');
    const after = await rows(lower);
    expect(after).toBeGreaterThanOrEqual(before);
    await until('there are more rows', async () => (await rows(lower)) > after + 20);
    expect(await docker(lower, 'exec', 'database', 'database-check')).toMatch(/^ok \d+$/);
  });

  test('of a station moves with its volumes, its scarred RW layer, its port and its health', async () => {
    const { upper, lower } = fixture;
    const options = ['--publish', '7300:7000', '--volume', 'station-data:/data', '--volume', 'extra:/extra'];
    await startContainer(upper, 'station', 'station', options);
    await docker(upper, 'exec', 'station', 'scar');
    await docker(
      upper,
      'exec',
      'station',
      'sh',
      '-c',
      'echo more >/extra/more; echo said >/var/log/station/said',
    );
    const health = async (host: EdgeHost) => (await inspect(host, 'station'))['State']['Health']['Status'];
    await until('the station is healthy', async () => (await health(upper)) === 'healthy');
    const look = (host: EdgeHost) => docker(host, 'exec', 'station', 'sh', '-c', lookScript);
    const before = await look(upper);
    await fixture.migrate('station');
    expect(await look(lower)).toBe(before);
    expect(await docker(lower, 'diff', 'station')).toContain('D /opt/station/whiteout/gone');
    await until('the station is healthy again', async () => (await health(lower)) === 'healthy');
    await countsOn({ host: lower, name: 'station' });
    expect(await docker(lower, 'exec', 'station', 'cat', '/extra/more', '/var/log/station/said')).toBe(
      'more\nsaid',
    );
    const heard = await succeed(['timeout', '10', 'bash', '-c', `head -n 3 </dev/tcp/${lower.address}/7300`]);
    expect(heard).toMatch(/^(\d+ \d+ \d+\n){3}$/);
    expect(await docker(upper, 'volume', 'ls', '--quiet')).not.toContain('station-data');
  });

  const why = whyNoUserDumps();
  test.skipIf(why !== null)(
    `of a user other than root moves${why === null ? '' : ` (not here: ${why})`}`,
    async () => {
      const { upper, lower } = fixture;
      await startContainer(upper, 'keeper', 'stationUser', ['--volume', 'keeper-data:/data']);
      await countsOn({ host: upper, name: 'keeper' });
      await fixture.migrate('keeper');
      await countsOn({ host: lower, name: 'keeper' });
      expect(await docker(lower, 'exec', 'keeper', 'id', '-u')).toBe('1000');
    },
  );
});

const lookScript = `cd /opt; find . -exec stat -c '%n %F %s %a %u %g %Y %h' {} + | grep -v '^\\S* directory' | sort; find . -type f -exec sha256sum {} + | sort`;
