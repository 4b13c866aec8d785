/** A host's answer about itself: read where it makes sense, refused where it does not, harmless where it is hostile. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseHostFacts } from '../../electron/hosts/facts.ts';
import { parseListener } from '../../electron/hosts/listeners.ts';

const answer = `kernel=6.12.43+deb13-amd64
arch=x86_64
distribution="Debian GNU/Linux 13 (trixie)"
userId=0
bootId=bc8939f3-092c-4410-b73f-03d387aec302
memory.MemTotal=2048000
memory.MemAvailable=1024000
cgroup=2
space.dockerRoot=ext4 500000
space.run=tmpfs 200000
tool.criu=Version: 4.2
tool.runc=runc version 1.1.15+ds1
tool.tar=tar (GNU tar) 1.35
tool.nsenter=nsenter: unrecognized option: version
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
      tracksDirtyPages: true,
      ctrPath: '/usr/bin/ctr',
      listening: [
        { protocol: 'tcp', address: '127.0.0.1', port: 22 },
        { protocol: 'udp', address: '::', port: 546 },
      ],
      clockNs: 1795193156431338924n,
    });
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
