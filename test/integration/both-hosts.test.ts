/** What is looked at on both hosts before a move, on real hosts; a stand-in's test says so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { inLanguage } from '../../shared/words.ts';
import type { Finding } from '../../shared/model.ts';
import { doctored } from './doctored-processor.ts';
import { expectUntouched, removeGauge, startGauge } from './gauges.ts';
import { StationFixture, startContainer } from './station-fixture.ts';

let fixture: StationFixture;
let upper: EdgeHost;
let lower: EdgeHost;

/** What a plan finds for `gauge`, as `severity id`. */
async function found(to = 'lower'): Promise<string[]> {
  const { findings } = await fixture.plan('gauge', { to });
  return findings.map(({ severity, id }) => `${severity} ${id}`);
}

/** Puts a program of these lines of sh before the one of that name, which it finds as `$real`, while the work is done. */
async function withStandIn<Result>(
  host: EdgeHost,
  name: string,
  lines: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const real = (await host.shell(`command -v ${name} || true`)).trim();
  await host.writeFile(`/usr/local/sbin/${name}`, `#!/bin/sh\nreal=${real}\n${lines}\n`, 0o755);
  try {
    return await work();
  } finally {
    await host.shell(`rm /usr/local/sbin/${name}`);
  }
}

/** Takes programs out of the way while the work is done. */
async function without<Result>(host: EdgeHost, files: string, work: () => Promise<Result>): Promise<Result> {
  await host.shell(`for file in ${files}; do mv "$file" "$file.away"; done`);
  try {
    return await work();
  } finally {
    await host.shell(`for file in ${files}; do mv "$file.away" "$file"; done`);
  }
}

describeOnHosts('before a move both hosts are looked at', () => {
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await loadImage(lower, 'gauge');
    await startGauge(upper, 'gauge', { words: '--memory 2' });
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('two hosts that fit give no finding', async () => {
    expect(await found()).toEqual([]);
  });

  test('a processor that lacks instructions, or registers: CRIU’s own verdict (a stand-in describes the source’s)', async () => {
    const { stdout } = await upper.run([
      'sh',
      '-c',
      'criu cpuinfo dump -D /tmp >&2; base64 -w 0 /tmp/cpuinfo.img; rm /tmp/cpuinfo.img',
    ]);
    for (const [change, expected] of [
      ['instruction', 'warning processor-poorer'],
      ['register', 'error processor-unfit'],
    ] as const) {
      const image = doctored(Buffer.from(stdout, 'base64'), change).toString('base64');
      const lines = `"$real" "$@" || exit; [ "$1 $2" != 'cpuinfo dump' ] || echo ${image} | base64 -d >"$4/cpuinfo.img"`;
      await withStandIn(upper, 'criu', lines, async () => expect(await found()).toEqual([expected]));
    }
  });

  test('a clock that is behind (a stand-in for `date`)', async () => {
    const lines = '[ "$*" = +%s%N ] || exec "$real" "$@"; echo "$(($("$real" +%s%N) - 95000000000))"';
    const { findings } = await withStandIn(lower, 'date', lines, () => fixture.plan('gauge'));
    expect(findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual(['warning clock-behind']);
    expect(findings[0]?.text).toMatchObject({
      en: expect.stringMatching(/is at least [789]\d s behind that of upper/),
    });
  });

  test('a source without the tool that CRIU keeps packets away with', async () => {
    await without(upper, '/usr/sbin/iptables-restore', async () => {
      expect(await found()).toEqual(['error network-lock']);
    });
    await without(lower, '/usr/sbin/iptables-restore', async () => {
      expect(await found()).toEqual([]);
    });
  });

  test('a target whose file system is memory, where the source has a disk', async () => {
    await upper.shell('mkdir -p /srv/readings && echo 1 >/srv/readings/first');
    await startContainer(
      upper,
      'scribe',
      'gauge',
      ['--volume', '/srv/readings:/readings'],
      ['--memory', '2'],
    );
    await lower.shell('mkdir -p /srv && mount -t tmpfs tmpfs /srv');
    try {
      const { findings } = await fixture.plan('scribe');
      expect(findings).toMatchObject([{ severity: 'warning', id: 'file-system-in-memory', host: 'lower' }]);
    } finally {
      await lower.shell('umount /srv');
      await upper.shell('docker rm --force --volumes scribe');
    }
    expect(await found()).toEqual([]);
  });

  test('a target whose disk can hold hardly any more files, or bytes', async () => {
    const small = await EdgeHost.up({ name: 'small', diskBytes: 192 * 1024 * 1024 });
    try {
      await fixture.know(small);
      await loadImage(small, 'gauge');
      expect(await found('small')).toEqual([]);
      await small.shell(`
        free() { df -Pi /var/lib/docker | awk 'NR == 2 { print $4 }'; }
        mkdir /var/lib/docker/many && cd /var/lib/docker/many
        seq 1 "$(($(free) - 200))" | xargs touch`);
      expect(await found('small')).toEqual(['warning disk-full']);
      await small.shell(`
        rm -r /var/lib/docker/many
        fallocate -l "$(($(df -Pk /var/lib/docker | awk 'NR == 2 { print $4 }') - 3000))K" /var/lib/docker/big`);
      expect(await found('small')).toEqual(['error disk-too-small', 'warning disk-full']);
    } finally {
      await small.down();
    }
  });

  test('a container of another runtime than runc', async () => {
    const settings = await upper.readFile('/etc/docker/daemon.json');
    const runtimes = { other: { path: '/usr/bin/crun' }, same: { path: '/usr/sbin/runc' } };
    await upper.writeFile('/etc/docker/daemon.json', JSON.stringify({ ...JSON.parse(settings), runtimes }));
    await upper.shell('kill -HUP "$(cat /run/docker.pid)"');
    await upper.shell("until docker info --format '{{.Runtimes}}' | grep -q same; do sleep 0.1; done");
    try {
      for (const [runtime, expected] of [
        ['other', ['runtime-other']],
        ['same', []],
      ] as const) {
        await startContainer(upper, 'stranger', 'gauge', ['--runtime', runtime], ['--memory', '2']);
        const { findings } = await fixture.plan('stranger');
        expect(findings.filter(({ id }) => id !== 'not-checked').map(({ id }) => id)).toEqual(expected);
        await upper.shell('docker rm --force --volumes stranger');
      }
    } finally {
      await upper.writeFile('/etc/docker/daemon.json', settings);
      await upper.shell('kill -HUP "$(cat /run/docker.pid)"');
    }
  });
});

describeOnHosts('what Shiplock can mend on a host', () => {
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await loadImage(lower, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('CRIU’s verdict, where modules are missing (recorded words of CRIU, and a stand-in for modprobe)', async () => {
    const complaint = [
      'Error (criu/sockets.c:823): sockets: Diag module missing (-2)',
      'The sock diag infrastructure is incomplete.',
    ];
    const criu = `[ "$*" != check ] || [ -e /root/loaded ] || { printf '%s\\n' ${complaint.map((line) => `'${line}'`).join(' ')} >&2; exit 1; }; exec "$real" "$@"`;
    const gauge = await startGauge(upper, 'deaf', { words: '--memory 2' });
    try {
      await withStandIn(lower, 'criu', criu, async () => {
        const { findings } = await fixture.plan('deaf');
        expect(findings).toMatchObject([
          { id: 'criu-check', severity: 'error', host: 'lower', fixable: true },
        ]);
        expect(inLanguage(findings[0]?.measured ?? '', 'en')).toContain('Diag module missing');
        const of = { container: 'deaf', from: 'upper', to: 'lower' };
        const [fix] = await fixture.station.call('fixes.list', { finding: 'criu-check', of });
        expect(fix?.commands[0]).toMatch(/^modprobe -a .*\btcp_diag\b/);
        const agreed = [{ host: 'lower', commands: fix?.commands ?? [] }];
        await withStandIn(lower, 'modprobe', 'touch /root/loaded', async () => {
          const { left } = await fixture.station.call('fixes.apply', { finding: 'criu-check', of, agreed });
          expect(left).toEqual([]);
        });
      });
      await expectUntouched(gauge);
    } finally {
      await removeGauge('deaf', upper);
    }
  });

  test('live-restore is turned on without a restart: containers go on over the next one, and other settings stay', async () => {
    const liveRestore = async (): Promise<Finding[]> => {
      const { findings } = await fixture.station.call('hosts.check', { name: 'lower' });
      return findings.filter(({ id }) => id === 'live-restore');
    };
    const settings = JSON.parse(await lower.readFile('/etc/docker/daemon.json'));
    const gauge = await startGauge(lower, 'lasting', { words: '--memory 2' });
    try {
      expect(await liveRestore()).toMatchObject([{ severity: 'info', fixable: true }]);
      const of = { host: 'lower' };
      const [fix] = await fixture.station.call('fixes.list', { finding: 'live-restore', of });
      const agreed = [{ host: 'lower', commands: fix?.commands ?? [] }];
      const before = await lower.shell('cat /run/docker.pid');
      const { left } = await fixture.station.call('fixes.apply', { finding: 'live-restore', of, agreed });
      expect(left).toEqual([]);
      expect(await lower.shell('cat /run/docker.pid')).toBe(before);
      expect(JSON.parse(await lower.readFile('/etc/docker/daemon.json'))).toEqual({
        ...settings,
        'live-restore': true,
      });
      await expectUntouched(gauge);
      await lower.restartDocker();
      expect(await lower.shell('cat /run/docker.pid')).not.toBe(before);
      await expectUntouched(gauge);
      expect(await lower.shell('ls /etc/docker')).not.toContain('shiplock');
    } finally {
      await removeGauge('lasting', lower);
      await lower.writeFile('/etc/docker/daemon.json', JSON.stringify(settings));
      await lower.restartDocker();
    }
  });

  test.each([
    ['no file', 'rm -f /etc/docker/daemon.json'],
    [
      'the setting turned off',
      `echo '{ "experimental": true, "live-restore" : false }' >/etc/docker/daemon.json`,
    ],
  ])('live-restore is turned on where there is %s', async (_what, prepare) => {
    const settings = await lower.readFile('/etc/docker/daemon.json');
    await lower.shell(prepare);
    try {
      const of = { host: 'lower' };
      const [fix] = await fixture.station.call('fixes.list', { finding: 'live-restore', of });
      const agreed = [{ host: 'lower', commands: fix?.commands ?? [] }];
      const { left } = await fixture.station.call('fixes.apply', { finding: 'live-restore', of, agreed });
      expect(left).toEqual([]);
    } finally {
      await lower.writeFile('/etc/docker/daemon.json', settings);
      await lower.restartDocker();
    }
  });

  test('a configuration that dockerd does not take stays as it was, and the failure is told', async () => {
    const settings = await lower.readFile('/etc/docker/daemon.json');
    const broken = '{ "no-such-setting": 1 }\n';
    await lower.writeFile('/etc/docker/daemon.json', broken);
    try {
      const of = { host: 'lower' };
      const [fix] = await fixture.station.call('fixes.list', { finding: 'live-restore', of });
      const agreed = [{ host: 'lower', commands: fix?.commands ?? [] }];
      await expect(
        fixture.station.call('fixes.apply', { finding: 'live-restore', of, agreed }),
      ).rejects.toMatchObject({
        code: 'command-failed',
        details: expect.stringContaining('no-such-setting'),
      });
      expect(await lower.shell('cd /etc/docker; cat *')).toBe(broken);
    } finally {
      await lower.writeFile('/etc/docker/daemon.json', settings);
    }
  });
});
