/** The container on the target is the same container: its inspect, field by field, and what it finds inside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { type Flavour, flavours } from '../edge/flavours.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { allInEnglish } from '../english.ts';
import { countsOn } from './gauges.ts';
import { docker, type Inspect, inspect, startContainer, StationFixture } from './station-fixture.ts';
import { todaysPart } from '../todays-part.ts';

const ways: readonly (readonly [Flavour, Flavour])[] = [
  ['docker26', 'docker26'],
  ['docker26', 'docker28'],
  ['docker28-containerd', 'docker28-containerd'],
];

/**
 * What may differ, as paths with * for any name. `because` is a word of the plan's differences; without one it is each
 * host's own affair: identifiers, times, process ids, folders of the engine.
 */
const mayDiffer: readonly { path: string; because?: string }[] = [
  { path: 'Id', because: 'Identifier' },
  { path: 'Created' },
  { path: 'State.Pid' },
  { path: 'State.StartedAt' },
  // A health check under way.
  { path: 'ExecIDs' },
  { path: 'State.Health.Log' },
  { path: 'State.Health.Status' },
  { path: 'ResolvConfPath' },
  { path: 'HostnamePath' },
  { path: 'HostsPath' },
  { path: 'LogPath' },
  { path: 'HostConfig.Runtime', because: 'Runtime' },
  { path: 'GraphDriver.Data.*' },
  { path: 'ImageManifestDescriptor.*' },
  { path: 'Mounts.*.Name', because: '/anonymous' },
  { path: 'Mounts.*.Source', because: '/anonymous' },
  { path: 'NetworkSettings.SandboxID' },
  { path: 'NetworkSettings.SandboxKey' },
  { path: 'NetworkSettings.Networks.*.NetworkID' },
  { path: 'NetworkSettings.Networks.*.EndpointID' },
  // Docker 28 tells of it, 26 does not know it yet.
  { path: 'NetworkSettings.Networks.*.GwPriority' },
  { path: 'NetworkSettings.Networks.*.DNSNames', because: 'Identifier' },
  { path: 'NetworkSettings.Networks.harbour.IPAddress', because: 'Address in network harbour' },
  { path: 'NetworkSettings.Networks.harbour.MacAddress', because: 'Address in network harbour' },
  // Follows from the fixed address in 26; random in 28.
  { path: 'NetworkSettings.Networks.weir.MacAddress', because: 'ardware address' },
];

const seccomp = {
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [{ names: ['mount'], action: 'SCMP_ACT_ERRNO' }],
};

const options: readonly string[] = [
  ...['--env', 'RIVER=Jinsha', '--env', 'NOTE=a value with spaces, "quotes" and 水位'],
  ...['--label', 'site=weir-7', '--label', 'note=a label with spaces'],
  ...['--entrypoint', '/bin/gauge', '--workdir', '/opt', '--user', '0:0'],
  ...['--volume', 'every-data:/data', '--volume', '/anonymous', '--volume', '/srv/bound:/bound'],
  ...['--volume', '/srv/fixed:/fixed:ro', '--mount', 'type=volume,source=every-more,target=/more,readonly'],
  ...['--tmpfs', '/scratch:size=1m,mode=1770', '--mount', 'type=tmpfs,target=/scratch2,tmpfs-size=2097152'],
  ...['--publish', '7400:7000', '--publish', '127.0.0.1:7401:7001/udp', '--expose', '7002'],
  ...['--network', 'name=weir,alias=gauge,alias=level,ip=172.30.0.7', '--network', 'harbour'],
  ...['--restart', 'on-failure:5', '--stop-signal', 'SIGINT', '--stop-timeout', '3'],
  ...['--health-cmd', 'test -s /data/readings', '--health-interval', '1s', '--health-retries', '4'],
  ...['--health-timeout', '2s', '--health-start-period', '1s'],
  ...[
    '--memory',
    '128m',
    '--memory-reservation',
    '64m',
    '--cpus',
    '0.8',
    '--cpu-shares',
    '512',
    '--pids-limit',
    '50',
  ],
  ...['--cap-add', 'NET_ADMIN', '--cap-drop', 'MKNOD', '--security-opt', 'seccomp=/root/seccomp.json'],
  ...[
    '--security-opt',
    'no-new-privileges',
    '--device',
    '/dev/fuse:/dev/fused:rw',
    '--device-cgroup-rule',
    'c 42:* rmw',
  ],
  ...[
    '--log-driver',
    'json-file',
    '--log-opt',
    'max-size=1m',
    '--log-opt',
    'max-file=3',
    '--log-opt',
    'tag=gauge',
  ],
  ...[
    '--ulimit',
    'nofile=2000:3000',
    '--ulimit',
    'core=0',
    '--hostname',
    'weir-seven',
    '--domainname',
    'example.org',
  ],
  ...[
    '--add-host',
    'pegel:10.9.8.7',
    '--dns',
    '10.9.8.6',
    '--dns-search',
    'example.org',
    '--dns-option',
    'ndots:2',
  ],
  ...[
    '--sysctl',
    'net.ipv4.ip_local_port_range=20000 30000',
    '--sysctl',
    'kernel.msgmax=9000',
    '--shm-size',
    '8m',
  ],
  ...['--group-add', '1000', '--oom-score-adj', '100', '--annotation', 'org.example.site=weir'],
  ...['--mac-address', '02:42:ac:1e:00:77'],
];

/** What the container itself sees of its settings. */
const insideScript = `
env | sort; pwd; hostname; cat /etc/resolv.conf | grep -v '^#'; grep -v -e weir-seven -e '^f' /etc/hosts; id
for file in /proc/sys/net/ipv4/ip_local_port_range /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/net/ipv4/ping_group_range /proc/sys/kernel/msgmax; do echo $file $(cat $file); done
for task in 1 $(pidof gauge); do
  grep -E '^(Name|Cap|NoNewPrivs|Seccomp:|Groups|Uid|Gid)' /proc/$task/status; cat /proc/$task/limits /proc/$task/oom_score_adj
done
ls -l /dev/fused /scratch /scratch2 /more /fixed /bound | grep -v total; cat /scratch/note /scratch2/note /dev/shm/note /anonymous/note /bound/note /fixed/note /more/note
awk '{ print $2, $3, substr($4, 1, 2) }' /proc/mounts | sed 's/devtmpfs/tmpfs/' | sort
grep -E ' /(scratch|scratch2|dev/shm) ' /proc/mounts
`;

describeOnHosts('a container with every option', () => {
  describe.each(todaysPart(ways, 3))('from %s to %s', (from, to) => {
    let fixture: StationFixture;
    beforeAll(async () => {
      fixture = await StationFixture.up([from, to]);
      await loadImage(fixture.upper, 'gauge');
      await loadImage(fixture.lower, 'gauge');
      for (const host of [fixture.upper, fixture.lower]) {
        await docker(host, 'network', 'create', '--subnet', '172.30.0.0/24', 'weir');
        await docker(host, 'network', 'create', 'harbour');
      }
    });
    afterAll(() => fixture[Symbol.asyncDispose]());

    test('is the same on the target but for what the plan says', async () => {
      const { upper, lower } = fixture;
      await upper.writeFile('/root/seccomp.json', JSON.stringify(seccomp));
      await upper.shell(
        'mkdir -p /srv/bound /srv/fixed; echo fixed >/srv/fixed/note; echo bound >/srv/bound/note',
      );
      await docker(upper, 'volume', 'create', '--label', 'kind=more', 'every-more');
      await upper.shell('echo more >/var/lib/docker/volumes/every-more/_data/note');
      // An address is taken on the target, so that what is not fixed must differ.
      await docker(lower, 'run', '--detach', '--network', 'harbour', 'shiplock/gauge');
      // The engine's own init program is a file of the host: it must be the same one on both.
      const init = flavours[from].suite === flavours[to].suite ? ['--init'] : [];
      await startContainer(
        upper,
        'every',
        'gauge',
        [...options, ...init],
        ['--memory', '4', '--listen', '7000'],
      );
      await docker(
        upper,
        'exec',
        'every',
        'sh',
        '-c',
        'for place in scratch scratch2 dev/shm anonymous; do echo $place >/$place/note; done',
      );
      await countsOn({ host: upper, name: 'every' });
      const before = await inspect(upper, 'every');
      const [inside, limits] = [await insideOf(upper), await limitsOf(upper)];

      const plan = await fixture.plan('every');
      await fixture.migrate('every');
      const after = await inspect(lower, 'every');

      const differing = differencesOf(before, after);
      expect(differing.filter(({ path }) => allowanceFor(path) === undefined)).toEqual([]);
      for (const { path } of differing) {
        const because = allowanceFor(path)?.because;
        if (because !== undefined) expect(allInEnglish(plan.differences).join('\n'), path).toContain(because);
      }
      expect(await insideOf(lower)).toBe(inside);
      expect(await limitsOf(lower)).toBe(limits);
      expect(JSON.parse(await docker(lower, 'volume', 'inspect', 'every-more'))[0]['Labels']).toEqual({
        kind: 'more',
      });
      await countsOn({ host: lower, name: 'every' });
    });
  });
});

async function insideOf(host: EdgeHost): Promise<string> {
  const { stdout, stderr } = await host.run(['docker', 'exec', 'every', 'sh', '-c', insideScript]);
  return `${stdout}\n${stderr}`;
}

/** What the host's kernel holds its processes to. */
async function limitsOf(host: EdgeHost): Promise<string> {
  return host.shell(`
    for controller in memory cpu pids devices; do
      pid=$(docker inspect --format '{{.State.Pid}}' every)
      folder=/sys/fs/cgroup/$controller$(grep ":$controller:" /proc/$pid/cgroup | cut -d : -f 3)
      for file in memory.limit_in_bytes memory.soft_limit_in_bytes cpu.cfs_quota_us cpu.shares pids.max devices.list; do
        [ ! -e $folder/$file ] || { echo $file; sort $folder/$file; }
      done
      # Not all: a health check comes and goes.
      grep -cx $pid $folder/cgroup.procs
    done`);
}

interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every leaf that is not equal. Lists are compared by position, mounts by where they are in the container. */
function differencesOf(before: unknown, after: unknown, path = ''): Difference[] {
  const [one, other] = [byName(before, path), byName(after, path)];
  if (!(isBranch(one) && isBranch(other))) {
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [{ path, before, after }];
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) =>
    differencesOf(one[key], other[key], path === '' ? key : `${path}.${key}`),
  );
}

function byName(value: unknown, path: string): unknown {
  if (path !== 'Mounts') return value;
  return Object.fromEntries((value as Inspect[]).map((mount) => [mount['Destination'], mount]));
}

const isBranch = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

function allowanceFor(path: string): (typeof mayDiffer)[number] | undefined {
  return mayDiffer.find((each) => {
    const pattern = each.path.replaceAll('.', '\\.').replaceAll('*', '[^.]+');
    return new RegExp(`^${pattern}$`).test(path);
  });
}
