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
    await until('there are rows', async () => (await rowsOf(upper)) > 20);
    const before = await rowsOf(upper);
    await fixture.migrate('database');
    const after = await rowsOf(lower);
    expect(after).toBeGreaterThanOrEqual(before);
    await until('there are more rows', async () => (await rowsOf(lower)) > after + 20);
  });

  /*
   * Known to fail with CRIU 4.2.1: it restores a process's POSIX locks before its memory mappings and then closes the
   * file descriptors that it mapped them from, which drops the locks on those very files, SQLite's lock on FILE-shm
   * among them. The next program that opens the database believes that nobody has it open and truncates FILE-shm.
   */
  test.fails('of a database keeps its locks, so that other programs can open it beside the writer', async () => {
    const { upper, lower } = fixture;
    await startContainer(upper, 'shared', 'database', ['--volume', 'shared-data:/data']);
    // SQLite holds byte 128 of FILE-shm for as long as it has the database open.
    const holdsLock = async (host: EdgeHost) =>
      /POSIX .* 128 128$/m.test(
        await host.shell(
          'cat /proc/$(docker top shared -o pid,comm | sed -n "s/ *sqlite3$//p")/fdinfo/* | grep lock: || true',
        ),
      );
    await until('the writer has it open', () => holdsLock(upper));
    await fixture.migrate('shared');
    expect(await holdsLock(lower)).toBe(true);
  });

  test('of a database that holds such locks is planned with a warning', async () => {
    const { upper } = fixture;
    await startContainer(upper, 'locking', 'database', ['--volume', 'locking-data:/data']);
    const warned = async () => (await fixture.plan('locking')).findings.some(({ id }) => id === 'locks-lost');
    await until('the writer has it open, and the plan says so', warned);
    await startContainer(upper, 'unlocking', 'sensor');
    expect((await fixture.plan('unlocking')).findings.map(({ id }) => id)).not.toContain('locks-lost');
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

/** Rows of a copy made while the writer is paused; throws unless it is whole, with the counts 1, 2, 3 … */
async function rowsOf(host: EdgeHost): Promise<number> {
  const said = await host.shell(`
    docker pause database >/dev/null; rm -rf /root/copy
    cp -a /var/lib/docker/volumes/database-data/_data /root/copy; docker unpause database >/dev/null
    [ -e /root/copy/db ] || exit 0
    rm -f /root/copy/db-shm
    sqlite3 /root/copy/db 'PRAGMA integrity_check; SELECT count(*), min(count), max(count) FROM readings' 2>&1 || true`);
  const [integrity, counts = '0'] = said.trim().split('\n');
  if (integrity === '' || counts.includes('no such table') || integrity?.includes('no such table')) return 0;
  const [rows = 0, first = 1, last = 0] = counts.split('|').map(Number);
  expect({ integrity, first, last }).toEqual({ integrity: 'ok', first: 1, last: rows });
  return rows;
}
