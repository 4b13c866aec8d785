/** The workloads do on a host what the other tests rely on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { succeed } from './command.ts';
import { until } from './condition.ts';
import { describeOnHosts } from './describe-hosts.ts';
import { EdgeHost } from './host.ts';
import { images, loadImage } from './images.ts';
import { assertNothingLost } from './readings.ts';

describeOnHosts('the workloads', () => {
  let host: EdgeHost;
  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'yard' });
  });
  afterAll(() => host.down());

  test('an image has the same ID on every host', async () => {
    await using other = await EdgeHost.up({ name: 'other', flavour: 'docker28' });
    expect(await loadImage(other, 'station')).toBe(await loadImage(host, 'station'));
  });

  test('the database grows and is whole', async () => {
    await loadImage(host, 'database');
    await host.shell(`docker run --detach --name database ${images.database}`);
    await until('the database has ten readings', async () => {
      const { stdout, status } = await host.run(['docker', 'exec', 'database', 'database-check']);
      return status === 0 && Number(stdout.replace('ok ', '')) >= 10;
    });
  });

  test('the sensor’s child counts as the parent does, and the parent notices when it does not', async () => {
    await loadImage(host, 'sensor');
    await host.shell(`docker run --detach --name sensor ${images.sensor}`);
    const counts = () => host.shell('docker exec sensor sh -c "wc -l </data/a; wc -l </data/b"');
    await until('both count', async () => {
      const [parent = 0, child = 0] = (await counts()).trim().split('\n').map(Number);
      return parent > 5 && child > 5;
    });
    await host.shell(`docker exec sensor sh -c 'kill -9 "$(cat /data/child)"'`);
    const end = await host.shell('docker wait sensor; docker logs sensor 2>&1');
    expect(end).toMatch(/^1\n/);
    expect(end).toContain('b has stopped');
  });

  test('the station is healthy, tells its clients, and its RW layer can be scarred', async () => {
    await loadImage(host, 'station');
    await host.shell(`docker run --detach --name station --publish 7001:7000 ${images.station}`);
    const health = () => host.shell("docker inspect --format '{{.State.Health.Status}}' station");
    await until('the station is healthy', async () => (await health()).trim() === 'healthy');
    const heard = await succeed(['timeout', '10', 'bash', '-c', `head -n 3 </dev/tcp/${host.address}/7001`]);
    expect(heard).toMatch(/^(\d+ \d+ \d+\n){3}$/);
    await host.shell('docker exec station scar');
    expect(await host.shell('docker diff station')).toContain('D /opt/station/whiteout/gone');
    expect(await host.shell('docker exec station ls /opt/station/opaque')).toBe('new\n');
  });

  test('Podman runs the same image, and dumps it', async () => {
    await loadImage(host, 'station', 'podman');
    await host.shell(
      `mkdir /srv/podman; podman run --detach --name station --volume /srv/podman:/data ${images.station}`,
    );
    await until(
      'the station reads',
      async () => (await host.run(['test', '-s', '/srv/podman/readings'])).status === 0,
    );
    await host.shell('podman container checkpoint --leave-running --export /root/station.tar station');
    assertNothingLost(await host.readFile('/srv/podman/readings'));
  });
});
