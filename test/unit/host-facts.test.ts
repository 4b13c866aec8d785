/** A host's answer about itself: read where it makes sense, refused where it does not, harmless where it is hostile. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseHostFacts } from '../../electron/hosts/facts.ts';
import { parseListener } from '../../electron/hosts/listeners.ts';

const answer = `clockBegan=1795193156331338924
kernel=6.12.43+deb13-amd64
kernelBuild=#1 SMP PREEMPT_DYNAMIC Debian 6.12.43-1 (2025-08-27)
arch=x86_64
distribution="Debian GNU/Linux 13 (trixie)"
userId=0
bootId=bc8939f3-092c-4410-b73f-03d387aec302
memory.MemTotal=2048000
memory.MemAvailable=1024000
memory.SwapTotal=2048
memory.SwapFree=1024
cgroup=2
lsm=apparmor
apparmorProfile=docker-default
uptime=1513.64
timeNamespaces=yes
limit.openFiles=1048576
limit.processId=4194304
limit.threads=192730
cpuFeatures=sse2 avx2
stalled.memory=0.00
stalled.io=12.50
route=0000000A/000000FF
dockerSettings=others
space.dockerRoot=ext4 500000
space.run=tmpfs 200000
tool.criu=Version: 4.2
tool.runc=runc version 1.1.15+ds1
tool.tar=tar (GNU tar) 1.35
tool.nsenter=nsenter: unrecognized option: version
packageManager=apt-get
tracksDirtyPages=yes
ctrPath=/usr/bin/ctr
listen.tcp=0100007F:0016
listen.udp6=00000000000000000000000000000000:0222
clock=1795193156431338924
`;
const without = (key: string): string => answer.replace(new RegExp(`^${key}=.*\n`, 'm'), '');
const refused = expect.objectContaining({ code: 'command-failed', message: expect.stringContaining('gate') });

describe('parseHostFacts', () => {
  test('reads an ordinary answer', () => {
    expect(parseHostFacts('gate', answer)).toEqual({
      kernel: '6.12.43+deb13-amd64',
      arch: 'x86_64',
      distribution: 'Debian GNU/Linux 13 (trixie)',
      userId: 0,
      bootId: 'bc8939f3-092c-4410-b73f-03d387aec302',
      memTotalBytes: 2_097_152_000,
      memAvailableBytes: 1_048_576_000,
      cgroupVersion: 2,
      space: {
        dockerRoot: { fileSystem: 'ext4', availableBytes: 512_000_000 },
        run: { fileSystem: 'tmpfs', availableBytes: 204_800_000 },
      },
      tools: {
        criu: { version: '4.2', says: 'Version: 4.2' },
        runc: { version: '1.1.15+ds1', says: 'runc version 1.1.15+ds1' },
        tar: { version: '1.35', says: 'tar (GNU tar) 1.35' },
        nsenter: { version: undefined, says: 'nsenter: unrecognized option: version' },
      },
      packageManager: 'apt-get',
      tracksDirtyPages: true,
      ctrPath: '/usr/bin/ctr',
      listening: [
        { protocol: 'tcp', address: '127.0.0.1', port: 22 },
        { protocol: 'udp', address: '::', port: 546 },
      ],
      clockNs: 1795193156431338924n,
      clockBeganNs: 1795193156331338924n,
      swapTotalBytes: 2_097_152,
      swapFreeBytes: 1_048_576,
      dockerSettings: 'others',
      kernelFacts: {
        stableRelease: '6.12.43',
        lsm: 'apparmor',
        apparmorProfiles: ['docker-default'],
        uptimeSeconds: 1513.64,
        hasTimeNamespaces: true,
        limits: { openFiles: 1_048_576, processId: 4_194_304, threads: 192_730 },
        cpuFeatures: ['sse2', 'avx2'],
        stalledPercent: { memory: 0, io: 12.5 },
        routes: ['10.0.0.0/8'],
      },
    });
  });

  test.each([
    ['6.1.0-37-amd64', '#1 SMP PREEMPT_DYNAMIC Debian 6.1.140-1 (2025-05-22)', '6.1.140'],
    ['6.6.51+rpt-rpi-v8', '#1 SMP PREEMPT Debian 1:6.6.51-1+rpt3 (2024-10-08)', '6.6.51'],
    ['6.8.0-40-generic', '#40-Ubuntu SMP PREEMPT_DYNAMIC', undefined],
    ['5.14.0-570.12.1.el9_6.x86_64', '#1 SMP PREEMPT_DYNAMIC', undefined],
    ['6.6.58-0-lts', '#1-Alpine SMP', '6.6.58'],
  ])('knows which release the kernel %s was built from, if it was from one', (kernel, build, release) => {
    const of = answer
      .replace(/^kernel=.*$/m, `kernel=${kernel}`)
      .replace(/^kernelBuild=.*$/m, `kernelBuild=${build}`);
    expect(parseHostFacts('gate', of).kernelFacts.stableRelease).toBe(release);
  });

  test('what is of use and not indispensable may be missing, or make no sense', () => {
    const extras = /^(lsm|apparmor|uptime|timeN|limit|cpu|stalled|route|docker|memory.Swap|clockB|kernelB)/;
    const lines = answer
      .split('\n')
      .map((each) => (extras.test(each) ? each.replace(/=.*/, '=-1e9 \u0007') : each));
    for (const said of [lines, lines.filter((each) => !extras.test(each))]) {
      const { kernelFacts, dockerSettings } = parseHostFacts(
        'gate',
        said.join('\n').replace(/^clockB.*\n/m, ''),
      );
      expect(kernelFacts.lsm).toBe('none');
      expect([kernelFacts.uptimeSeconds, kernelFacts.limits.openFiles]).toEqual([undefined, undefined]);
      expect([...kernelFacts.routes, ...kernelFacts.cpuFeatures]).toEqual([]);
      expect(dockerSettings).toBe('unknown');
    }
  });

  test('takes a host that says nothing of dirty pages for one that does not track them', () => {
    expect(parseHostFacts('gate', without('tracksDirtyPages')).tracksDirtyPages).toBe(false);
  });

  test('takes a clock that counts in seconds', () => {
    for (const seconds of ['1795193156', '1795193156N', '1795193156%N']) {
      expect(parseHostFacts('gate', answer.replace('1795193156431338924', seconds)).clockNs).toBe(
        1795193156_000_000_000n,
      );
    }
  });

  test.each(['kernel', 'userId', 'bootId', 'memory.MemTotal', 'clock'])(
    'refuses an answer without %s',
    (key) => {
      expect(() => parseHostFacts('gate', without(key))).toThrow(refused);
    },
  );

  test('refuses numbers that are none', () => {
    expect(() => parseHostFacts('gate', answer.replace('2048000', '-1'))).toThrow(refused);
    expect(() => parseHostFacts('gate', answer.replace('2048000', '9'.repeat(40)))).toThrow(refused);
  });

  test('shows neither control characters nor endless lines', () => {
    const facts = parseHostFacts('gate', answer.replace('x86_64', `\u001b[31mred${'x'.repeat(100_000)}`));
    expect(facts.arch).toMatch(/^\[31mredx{249}$/);
  });

  test('refuses more listening sockets than a host has', () => {
    const flood = Array.from({ length: 5000 }, () => 'listen.tcp=0100007F:0016\n').join('');
    expect(() => parseHostFacts('gate', answer + flood)).toThrow(refused);
  });

  test('drops what is not a path or a socket', () => {
    const facts = parseHostFacts('gate', `${without('ctrPath')}ctrPath=alias ctr\nlisten.tcp=nonsense\n`);
    expect(facts.ctrPath).toBeUndefined();
    expect(facts.listening).toHaveLength(2);
  });
});

test('the script answers on this machine', { skip: process.platform !== 'linux' }, () => {
  const script = fileURLToPath(new URL('../../electron/hosts/facts.sh', import.meta.url));
  const facts = parseHostFacts('here', execFileSync('sh', [script, '/'], { encoding: 'utf8' }));
  expect(facts.kernel).toBe(execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim());
  expect(facts.space.dockerRoot?.availableBytes).toBeGreaterThan(0);
});

test('parseListener reads the kernel’s addresses', () => {
  expect(parseListener('tcp', '0A00A8C0:1F90')).toEqual({
    protocol: 'tcp',
    address: '192.168.0.10',
    port: 8080,
  });
  expect(parseListener('tcp6', '00000000000000000000000001000000:0050')).toEqual({
    protocol: 'tcp',
    address: '::1',
    port: 80,
  });
  expect(parseListener('tcp6', '0100007F:0050')).toBeUndefined();
});
