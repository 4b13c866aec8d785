/** The test hosts hold what the other tests rely on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoUserDumps } from './capability.ts';
import { execute, succeed } from './command.ts';
import { until } from './condition.ts';
import { describeOnHosts } from './describe-hosts.ts';
import { sweep } from './fleet.ts';
import { flavourNames } from './flavours.ts';
import { EdgeHost } from './host.ts';
import { images, loadImage } from './images.ts';
import { assertNothingLost } from './readings.ts';
import { hostDir, readRecords } from './record.ts';
import { userPassword } from './users.ts';

const dump =
  'runc --root /run/docker/runtime-runc/moby checkpoint --leave-running --tcp-established --file-locks';

async function ssh(host: EdgeHost, user: string, command: string, input = '') {
  const options = [
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'BatchMode=yes',
    'LogLevel=ERROR',
  ];
  const flags = options.flatMap((option) => ['-o', option]);
  const key = ['-i', host.privateKeyPath, '-o', 'IdentitiesOnly=yes', '-o', 'ConnectTimeout=3'];
  return execute(['ssh', ...flags, ...key, `${user}@${host.address}`, command], { input });
}

describeOnHosts('a host', () => {
  for (const flavour of flavourNames) {
    describe(flavour, () => {
      let host: EdgeHost;
      beforeAll(async () => {
        host = await EdgeHost.up({ name: 'lock', flavour });
      });
      afterAll(() => host.down());

      test('is reached by SSH under its host key', async () => {
        expect((await ssh(host, 'root', 'hostname')).stdout).toBe('lock\n');
        const scanned = await succeed(['ssh-keyscan', '-t', 'ed25519', host.address]);
        expect(await succeed(['ssh-keygen', '-l', '-f', '-'], { input: scanned })).toContain(
          host.hostKeyFingerprint,
        );
      });

      test('runs the Docker it promises, on a disk that is not overlay', async () => {
        const version = await host.shell("docker version --format '{{.Server.Version}}'");
        expect(version).toMatch(flavour === 'docker26' ? /^26\./ : /^28\./);
        const driver = (await host.shell("docker info --format '{{.Driver}}'")).trim();
        expect(driver).toBe(flavour === 'docker28-containerd' ? 'overlayfs' : 'overlay2');
        expect(await host.shell('stat --file-system --format %T /var/lib/docker')).not.toContain('overlay');
      });

      test('dumps a running container, which goes on', async () => {
        await loadImage(host, 'gauge');
        const run = `docker run --detach --volume /srv/gauge:/data ${images.gauge} --memory 16 --listen 7000`;
        const id = (await host.shell(run)).trim();
        await host.shell(
          `docker pause ${id}; ${dump} --image-path /run/images --work-path /run/images ${id}`,
        );
        const before = assertNothingLost(await host.readFile('/srv/gauge/readings')).count;
        await host.shell(`test -s /run/images/inventory.img; docker unpause ${id}`);
        await until('the gauge goes on', async () => {
          return assertNothingLost(await host.readFile('/srv/gauge/readings')).count > before;
        });
      });

      test.skipIf(whyNoUserDumps() !== null)(
        `dumps a container of another user than root${note()}`,
        async () => {
          await loadImage(host, 'stationUser');
          const id = (await host.shell(`docker run --detach ${images.stationUser}`)).trim();
          await host.shell(`docker pause ${id}; ${dump} --image-path /run/user --work-path /run/user ${id}`);
        },
      );
    });
  }
});

function note(): string {
  const reason = whyNoUserDumps();
  return reason === null ? '' : ` (not here: ${reason})`;
}

describeOnHosts('power, cable and disk', () => {
  test('a power loss ends everything, paused containers too, and leaves the disk as it was', async () => {
    await using host = await EdgeHost.up({ name: 'dark', diskBytes: 256 << 20 });
    await loadImage(host, 'gauge');
    await host.shell(`docker run --detach --name on --volume /srv/on:/data ${images.gauge}`);
    await host.shell(`docker run --detach --name paused ${images.gauge}; docker pause paused`);
    await host.writeFile('/srv/note', 'kept\n');
    await host.powerLoss();
    expect(host.poweredOn).toBe(false);
    const [record] = readRecords().filter((each) => each.name === 'dark');
    if (record === undefined) throw new Error('there is no record of the host');
    expect(record.cgroups.filter((group) => existsSync(group))).toEqual([]);
    expect(await succeed(['losetup', '--all'])).not.toContain(hostDir(record));
    await host.boot();
    expect(await host.readFile('/srv/note')).toBe('kept\n');
    expect(await host.shell("docker ps --all --format '{{.Names}} {{.State}}' | sort")).toBe(
      'on exited\npaused exited\n',
    );
    expect((await ssh(host, 'root', 'hostname')).stdout).toBe('dark\n');
  });

  test('a host whose cable is pulled is not reached until it is put back', async () => {
    await using host = await EdgeHost.up({ name: 'afar' });
    await host.cut();
    expect((await ssh(host, 'root', 'true')).status).toBe(255);
    expect((await host.run(['true'])).status).toBe(0);
    await host.rejoin();
    await until('SSH answers again', async () => (await ssh(host, 'root', 'true')).status === 0);
  });

  test('a cap on the link holds in both directions and can be lifted', async () => {
    await using host = await EdgeHost.up({ name: 'narrow', rateMbit: 40 });
    const megabytes = 8;
    const payload = Buffer.alloc(megabytes << 20, 'x').toString();
    const times = async () => {
      const download = await seconds(() => ssh(host, 'root', `head -c ${megabytes}M /dev/zero`));
      const upload = await seconds(() => ssh(host, 'root', 'cat >/dev/null', payload));
      return { download, upload };
    };
    const ideal = (megabytes * 1.048576 * 8) / 40;
    const capped = await times();
    await host.capRate(null);
    const free = await times();
    for (const direction of ['download', 'upload'] as const) {
      expect(capped[direction]).toBeGreaterThan(ideal * 0.9);
      expect(capped[direction]).toBeLessThan(ideal * 2 + 1);
      expect(free[direction]).toBeLessThan(capped[direction] / 2);
    }
  });

  test('a small disk fills up for real, and the machine’s does not', async () => {
    await using host = await EdgeHost.up({ name: 'small', diskBytes: 256 << 20 });
    for (const folder of ['/srv', '/var/lib/docker']) {
      const { stderr, status } = await host.run([
        'dd',
        'if=/dev/zero',
        `of=${folder}/fill`,
        'bs=1M',
        'count=300',
      ]);
      expect(status).not.toBe(0);
      expect(stderr).toContain('No space left on device');
      await host.shell(`rm ${folder}/fill`);
    }
  });

  test('Docker can be restarted, and crash without its containers', async () => {
    await using host = await EdgeHost.up({ name: 'engine' });
    await loadImage(host, 'gauge');
    await host.shell(`docker run --detach --name gauge --volume /srv/gauge:/data ${images.gauge}`);
    await host.killDocker();
    expect((await host.run(['docker', 'ps'])).status).not.toBe(0);
    const before = (await host.readFile('/srv/gauge/readings')).length;
    await until(
      'the gauge goes on',
      async () => (await host.readFile('/srv/gauge/readings')).length > before,
    );
    await host.startDocker();
    await host.restartDocker();
    expect(await host.shell("docker ps --all --format '{{.State}}'")).toBe('exited\n');
  });

  test('users have the sudo they were given', async () => {
    const sudos = ['nopasswd', 'password', 'none'] as const;
    await using host = await EdgeHost.up({
      name: 'crew',
      users: sudos.map((sudo) => ({ name: `u-${sudo}`, sudo })),
    });
    const asRoot = async (sudo: string, command: string, input?: string) =>
      (await ssh(host, `u-${sudo}`, command, input)).stdout === '0\n';
    expect(await Promise.all(sudos.map((sudo) => asRoot(sudo, 'sudo -n id -u')))).toEqual([
      true,
      false,
      false,
    ]);
    const withPassword = sudos.map((sudo) => asRoot(sudo, 'sudo -S id -u', `${userPassword}\n`));
    expect(await Promise.all(withPassword)).toEqual([true, true, false]);
  });
});

describeOnHosts('the fleet', () => {
  test('a host whose owner was killed is swept by the next, and no other', async () => {
    await using kept = await EdgeHost.up({ name: 'kept' });
    const script = [
      `import { EdgeHost } from ${JSON.stringify(path.join(import.meta.dirname, 'host.ts'))};`,
      "const host = await EdgeHost.up({ name: 'orphan' });",
      'console.log(host.address);',
      'setInterval(() => host.address, 1000);',
    ].join('\n');
    const owner = spawn('node', ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [chunk] = (await once(owner.stdout, 'data')) as [Buffer];
    expect(chunk.toString()).toMatch(/^10\.78\.0\.\d+\n$/);
    await sweep();
    const record = readRecords().find((each) => each.name === 'orphan');
    expect(record).toBeDefined();
    owner.kill('SIGKILL');
    await once(owner, 'close');
    await sweep();
    expect(readRecords().map((each) => each.id)).not.toContain(record?.id);
    expect(record?.cgroups.filter((group) => existsSync(group))).toEqual([]);
    expect((await execute(['ip', 'link', 'show', `ve-78-${record?.number}`])).status).not.toBe(0);
    expect((await kept.run(['true'])).status).toBe(0);
  });

  test('hosts that come up at once have addresses of their own', async () => {
    const hosts = await Promise.all(['one', 'two', 'three'].map((name) => EdgeHost.up({ name })));
    try {
      expect(new Set(hosts.map((host) => host.address)).size).toBe(3);
      const [one, , three] = hosts;
      expect((await one?.run(['bash', '-c', `</dev/tcp/${three?.address}/22`]))?.status).toBe(0);
    } finally {
      await Promise.all(hosts.map((host) => host.down()));
    }
  });
});

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
