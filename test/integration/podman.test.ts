/** Restore points go to Podman and come from it: the container goes on there from its memory. Real hosts, real store, Podman as Debian has it. */
import { once } from 'node:events';
import { createReadStream, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Station } from '../../electron/station.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { until } from '../edge/condition.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { assertNothingLost } from '../edge/readings.ts';
import { CommandLine, type Finished } from './command-line.ts';
import { countsOn, readingsOf, startGauge } from './gauges.ts';
import { StationFixture } from './station-fixture.ts';

const passphrase = 'a boat in a lock';
const volumes = '/var/lib/containers/storage/volumes';

describeOnHosts('an archive for Podman', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let run: (...words: readonly string[]) => Promise<Finished>;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26']);
    ({ upper } = fixture);
    await loadImage(upper, 'gauge');
    const secrets = path.join(fixture.home, 'secrets.json');
    writeFileSync(secrets, JSON.stringify({ '@store': { passphrase } }), { mode: 0o600 });
    const shiplock = new CommandLine(fixture);
    run = (...words) => shiplock.run('--secrets', secrets, ...words);
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  /** Puts a file of the laptop into root's folder there. */
  async function bring(file: string): Promise<string> {
    const there = `/root/${path.basename(file)}`;
    const { status } = await upper.run(['sh', '-c', `cat >${there}`], { input: createReadStream(file) });
    expect(status).toBe(0);
    return there;
  }

  async function fetch(there: string): Promise<string> {
    const file = path.join(fixture.home, path.basename(there));
    await using here = await open(file, 'w');
    const cat = upper.spawn(['cat', there], { stdio: ['ignore', here.fd, 'inherit'] });
    expect(await once(cat, 'close')).toEqual([0, null]);
    return file;
  }

  const readings = (volume: string) => upper.readFile(`${volumes}/${volume}/_data/readings`);

  async function goesOn(volume: string): Promise<string> {
    const before = await readings(volume);
    await until('it counts', async () => (await readings(volume)).length > before.length + 200);
    const text = await readings(volume);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    assertNothingLost(whole);
    return whole;
  }

  test('brings a container of Docker with its memory, files, volumes and folders', async () => {
    await upper.shell('mkdir -p /srv/data && echo kept >/srv/data/file');
    await startGauge(upper, 'gauge', {
      options: '--volume /srv/data:/srv --publish 7070:7070 --env STATION=north',
      words: '--memory 16 --verify --listen 7070',
    });
    await upper.shell(
      'docker exec gauge sh -c "echo mine >/own && chown 1000:1000 /own && ln /own /too && rm /etc/group && rm -r /var && mkdir /var && echo new >/var/file"',
    );
    expect(await run('backup', 'gauge', '--from', 'upper')).toMatchObject({ status: 0 });
    await upper.shell('docker rm --force gauge && docker volume rm gauge-data');
    const out = path.join(fixture.home, 'gauge.tar.zst');
    const exported = await run('export', 'rp1', '--out', out);
    expect(exported).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('podman container restore'),
    });
    await upper.shell(`podman load --input ${await bring(`${out}.image.tar`)}`);
    await upper.shell(`podman container restore --import ${await bring(out)} --file-locks`);
    await goesOn('gauge-data');
    const inside =
      'cat /own /too /srv/file; stat -c %u:%h /own; ls /etc/group 2>&1; ls /var; ps -o pid,args | grep [g]auge; env | grep STATION';
    expect(await upper.shell(`podman exec gauge sh -c '${inside}'`)).toMatch(
      /^mine\nmine\nkept\n1000:2\nls: \/etc\/group: No such file or directory\nfile\n +1 .*\/bin\/gauge --memory 16.*\nSTATION=north\n$/,
    );
    expect(await upper.shell('podman logs gauge')).toContain('memory is whole');
    expect(await upper.shell('podman port gauge')).toContain('7070/tcp -> 0.0.0.0:7070');
  });

  test('that Podman made is browsed, goes back with its memory, and goes on under Docker', async () => {
    await loadImage(upper, 'gauge', 'podman');
    await upper.shell(
      'podman run --detach --name level --volume level-data:/data --publish 7071:7070 --env STATION=south shiplock/gauge --memory 16 --verify --listen 7070',
    );
    await goesOn('level-data');
    await upper.shell(
      'podman exec level sh -c "echo mine >/etc/own; rm /etc/group; echo shared >/dev/shm/note"',
    );
    await upper.shell('podman container checkpoint --export /root/level.tar.zst level');
    await upper.shell('podman save --format oci-archive --output /root/level.image.tar shiplock/gauge');
    await upper.shell('podman rm level; podman volume rm level-data');
    const [archive, image] = [await fetch('/root/level.tar.zst'), await fetch('/root/level.image.tar')];

    // The first test has left the image in the store; this one knows nothing.
    const home = path.join(fixture.home, 'other');
    const other = new CommandLine({ home });
    const onOther = (...words: readonly string[]) =>
      other.run('--secrets', path.join(fixture.home, 'secrets.json'), ...words);
    expect(await onOther('import', archive)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--image'),
    });
    expect(await onOther('import', archive, '--image', image)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^rp1 is here: level, /),
    });
    expect((await onOther('browse', 'rp1', '/etc')).stdout).toMatch(/ own\n/);
    expect((await onOther('browse', 'rp1', '/etc')).stdout).not.toMatch(/ group\n/);
    expect((await onOther('browse', 'rp1', '--processes')).stdout).toContain('/bin/gauge --memory 16');

    const out = path.join(fixture.home, 'back.tar.zst');
    expect(await onOther('export', 'rp1', '--out', out)).toMatchObject({ status: 0 });
    await upper.shell(`podman container restore --import ${await bring(out)}`);
    const counted = await goesOn('level-data');
    expect(await upper.shell('podman exec level cat /etc/own /dev/shm/note')).toBe('mine\nshared\n');
    await upper.shell('podman rm --force --time 0 level');

    using station = new Station(home);
    await station.call('hosts.add', hostOf(upper));
    const report = await station.call(
      'restores.start',
      { point: 'rp1', to: 'upper', accept: ['all'] },
      { askSecret: async () => passphrase },
    );
    expect(report).toMatchObject({ outcome: 'committed', runningOn: 'upper' });
    await countsOn({ host: upper, name: 'level' });
    // The same program as under Podman, never begun anew: its readings begin with those of the restore point.
    const [first] = counted.split('\n');
    expect((await readingsOf(upper, 'level')).split('\n')[0]).toBe(first);
    expect(
      await upper.shell(
        'docker exec level sh -c "cat /etc/own /dev/shm/note; ls /etc/group 2>&1; env | grep STATION"',
      ),
    ).toBe('mine\nshared\nls: /etc/group: No such file or directory\nSTATION=south\n');
  });
});
