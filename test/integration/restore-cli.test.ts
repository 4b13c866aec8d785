/** From backup to restore by the command line, with the real store: what was taken on one host goes on on another. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { parseReadings } from '../edge/readings.ts';
import { CommandLine, type Finished } from './command-line.ts';
import { countsOn, expectUntouched, type Gauge, hostsRunning, readingsOf, startGauge } from './gauges.ts';
import { docker, expectNoTraces, StationFixture } from './station-fixture.ts';

describeOnHosts('shiplock restore', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  let gauge: Gauge;
  let run: (...words: readonly string[]) => Promise<Finished>;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    const secrets = path.join(fixture.home, 'secrets.json');
    writeFileSync(secrets, JSON.stringify({ '@store': { passphrase: 'a boat in a lock' } }), { mode: 0o600 });
    const shiplock = new CommandLine(fixture);
    run = (...words) => shiplock.run('--secrets', secrets, ...words);
    await upper.shell(
      'mkdir -p /srv/data && echo kept >/srv/data/file; echo set >/srv/settings; chmod 640 /srv/settings',
    );
    gauge = await startGauge(upper, 'gauge', {
      options: '--restart unless-stopped --volume /srv/data:/srv --volume /srv/settings:/settings',
      words: '--memory 16',
    });
    await upper.shell(
      'docker exec gauge sh -c "echo mine >/own && chown 1000:1000 /own && ln -s own /other && rm /etc/group && chmod 600 /etc/passwd && rm -r /var && mkdir /var && echo new >/var/file"',
    );
    expect(await run('backup', 'gauge', '--from', 'upper')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^rp1 was taken/),
    });
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('is refused while the original runs, and makes a clone beside it under another name', async () => {
    const refused = await run('restore', 'rp1', '--to', 'lower');
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('gauge still runs on upper'),
    });
    expect(await run('restore', 'rp1', '--to', 'lower', '--name', 'clone')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^clone runs on lower now; it was restored from rp1, taken on upper/),
    });
    await countsOn({ host: lower, name: 'gauge' });
    await expectUntouched(gauge);
    await lower.shell('docker rm --force clone; docker volume rm gauge-data; rm -r /srv/*');
  });

  test('brings it back as it was, with its host off', async () => {
    const newest = parseReadings(await readingsOf(upper, 'gauge')).length;
    await upper.powerLoss();
    try {
      // Whether the original runs is for the user to say, who sees the box.
      expect(await run('restore', 'rp1', '--to', 'lower')).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('--accept original-unknown'),
      });
      const restored = await run('restore', 'rp1', '--to', 'lower', '--accept', 'original-unknown');
      expect(restored).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('gauge runs on lower now'),
      });
      // What could not be asked is told.
      expect(restored.stdout).toContain('upper, where the restore point was taken, cannot be asked');
      const readings = parseReadings(await readingsOf(lower, 'gauge'));
      expect(readings.length).toBeLessThan(newest);
      await countsOn({ host: lower, name: 'gauge' });
      expect(
        await lower.shell('cat /srv/data/file /srv/settings; stat -c %a /srv/settings; ls -A /srv'),
      ).toBe('kept\nset\n640\ndata\nsettings\n');
      const inside =
        'cat /own /other; stat -c %u /own; ls /etc/group 2>&1; stat -c %a /etc/passwd; ls /var; true';
      expect(await lower.shell(`docker exec gauge sh -c '${inside}'`)).toBe(
        'mine\nmine\n1000\nls: /etc/group: No such file or directory\n600\nfile\n',
      );
      expect(await docker(lower, 'inspect', '--format', '{{.HostConfig.RestartPolicy.Name}}', 'gauge')).toBe(
        'unless-stopped',
      );
      await expectNoTraces(lower, { runtime: true });
      expect((await run('runs')).stdout).toMatch(/^r\d+ +gauge +upper +lower +committed/m);
    } finally {
      await upper.boot();
    }
  });

  test('in place of itself goes back in time, and keeps what it replaced', async () => {
    expect(await hostsRunning('gauge', [lower])).toEqual(['lower']);
    await upper.shell('docker rm --force gauge || true');
    const newest = parseReadings(await readingsOf(lower, 'gauge')).length;
    const restored = await run('restore', 'rp1', '--to', 'lower', '--replace');
    expect(restored).toMatchObject({ status: 0 });
    expect(restored.stdout).toMatch(/gauge on lower was stopped and is kept there as gauge-parked-r\d+\./);
    expect(parseReadings(await readingsOf(lower, 'gauge')).length).toBeLessThan(newest);
    await countsOn({ host: lower, name: 'gauge' });
  });
});
