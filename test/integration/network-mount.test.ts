/** A folder on a network file system (sshfs here) that both hosts have mounted is attached on the target, never copied. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { docker, startContainer, StationFixture } from './station-fixture.ts';

const megabytes = 8;

describeOnHosts('a bind mount of a network file system', () => {
  let fixture: StationFixture;
  let server: EdgeHost;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26', 'docker26']);
    server = fixture.host('third');
    await server.shell(`mkdir /srv/share; head -c ${megabytes}M /dev/urandom >/srv/share/large`);
    await loadImage(fixture.upper, 'gauge');
    await loadImage(fixture.lower, 'gauge');
    await mountShare(fixture.upper, server);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  test('is attached on a target that has it mounted, and stops the move where it is not', async () => {
    const { upper, lower } = fixture;
    const script = 'i=0; while :; do i=$((i + 1)); echo $i >>/share/counts; sleep 0.02; done';
    const options = ['--volume', '/mnt/share:/share', '--entrypoint', '/bin/sh'];
    await startContainer(upper, 'sharer', 'gauge', options, ['-c', script]);
    const counts = async () =>
      (await server.readFile('/srv/share/counts').catch(() => '')).split('\n').slice(0, -1).map(Number);
    await until('it counts', async () => (await counts()).length > 10);

    const refused = await fixture.plan('sharer');
    expect(refused.movable).toBe(false);
    expect(refused.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { id: 'network-mount-missing', needed: expect.stringContaining('fuse.sshfs') },
    ]);

    await mountShare(lower, server);
    const plan = await fixture.plan('sharer');
    expect(plan.bytes.volumes).toBe(0);
    const { bytesSent } = await fixture.migrate('sharer');
    expect(bytesSent.volumes).toBe(0);
    expect(bytesSent.rwLayer + bytesSent.log).toBeLessThan(megabytes << 18);
    const before = (await counts()).length;
    await until('it goes on counting', async () => (await counts()).length > before + 10);
    const all = await counts();
    expect(all).toEqual(all.map((_, index) => index + 1));
    expect(await server.shell('stat --format %s /srv/share/large')).toBe(`${megabytes << 20}\n`);
    expect(await docker(lower, 'exec', 'sharer', 'ls', '/share')).toBe('counts\nlarge');
    await docker(lower, 'rm', '--force', 'sharer');
  });
});

async function mountShare(host: EdgeHost, server: EdgeHost): Promise<void> {
  await host.writeFile('/root/key', readFileSync(server.privateKeyPath), 0o600);
  const options = [
    'IdentityFile=/root/key,StrictHostKeyChecking=no,UserKnownHostsFile=/dev/null',
    // Each host sees at once what the other wrote.
    'dir_cache=no,attr_timeout=0,entry_timeout=0',
  ].join(',');
  await host.shell(`mkdir -p /mnt/share; sshfs -o ${options} root@${server.address}:/srv/share /mnt/share`);
}
