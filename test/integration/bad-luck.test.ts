/** What goes wrong on the way to a host, or after: one clear sentence each, in time, and nothing left behind. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDocker } from '../../electron/engines/docker.ts';
import { connect } from '../../electron/hosts/connect.ts';
import { Sessions } from '../../electron/hosts/sessions.ts';
import type { Host } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { userPassword } from '../edge/users.ts';
import { TestAgent } from './agent.ts';
import { hostOf } from '../edge/known-host.ts';
import { inEnglish } from '../english.ts';
import { saying } from '../saying.ts';
import { failureOf } from './failure-of.ts';

const sshdConfig = `
PerSourcePenalties no
MaxStartups 100
AllowTcpForwarding no
Match User twofold
  KbdInteractiveAuthentication yes
  AuthenticationMethods publickey,keyboard-interactive
Match User chained
  KbdInteractiveAuthentication yes
  AuthenticationMethods password,keyboard-interactive
Match User expired
  PasswordAuthentication no
  KbdInteractiveAuthentication yes
Match User keyed
  PasswordAuthentication no
Match User spoken
  PubkeyAuthentication no
Match User few
  MaxAuthTries 3
`;

describeOnHosts('bad luck', () => {
  let gate: EdgeHost;
  let folder: string;
  let agent: TestAgent;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'shiplock-luck-'));
    const strangers = Array.from({ length: 5 }, (_, number) => {
      const file = path.join(folder, `stranger-${number}`);
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
      return file;
    });
    const names = ['twofold', 'chained', 'expired', 'keyed', 'spoken', 'few'];
    gate = await EdgeHost.up({
      name: 'gate',
      users: [
        { name: 'guest', sudo: 'password' },
        { name: 'visitor', sudo: 'none' },
        ...names.map((name) => ({ name, sudo: 'none' }) as const),
      ],
    });
    // A wrong password need not cost two seconds here.
    await gate.shell('chage -d 0 expired; sed -i "s/pam_unix.so/& nodelay/" /etc/pam.d/common-auth');
    await gate.configureSshd(sshdConfig);
    agent = await TestAgent.start([...strangers, gate.privateKeyPath]);
  });
  afterAll(async () => {
    await agent.stop();
    await gate.down();
    rmSync(folder, { recursive: true });
  });
  /** Whatever became of a login, it is over: no sshd of it is left. */
  const expectNoLogins = (): Promise<unknown> =>
    until('no login is left', async () => {
      const { stdout } = await gate.run(['pgrep', '--full', '--count', '^sshd-(session|auth)']);
      return stdout === '0\n';
    });

  const withPassword = (user: string, more: Partial<Host> = {}): Host => {
    const { key: _key, ...host } = hostOf(gate);
    return { ...host, user, login: 'password', ...more };
  };
  const right = { askSecret: async () => userPassword };

  describe.concurrent('at the login', () => {
    afterAll(expectNoLogins);

    test('a wrong password', async () => {
      const failure = await failureOf(connect(withPassword('guest'), { askSecret: async () => 'wrong' }));
      expect(failure.code).toBe('login-refused');
      expect(failure.message).toBe('gate does not accept this password for guest.');
      expect(inEnglish(failure.remedy)).toMatch(/password/);
    });

    test('a password that nobody gives', async () => {
      for (const options of [{}, { askSecret: async () => undefined }]) {
        const failure = await failureOf(connect(withPassword('guest'), options));
        expect(failure).toMatchObject({
          code: 'login-refused',
          message: 'The password of guest on gate was not given.',
          remedy: saying(expect.stringContaining('--secrets')),
        });
      }
    });

    test('a password that no login can carry', async () => {
      const failure = await failureOf(connect(withPassword('guest'), { askSecret: async () => 'a\nb' }));
      expect(failure).toMatchObject({
        code: 'login-refused',
        message: expect.stringContaining('line break'),
      });
    });

    const second: [string, Partial<Host>][] = [
      ['a key', { user: 'twofold' }],
      ['an agent', { user: 'twofold', login: 'agent' }],
      ['a password', { user: 'chained', login: 'password' }],
    ];
    test.each(second)('a host that wants a second factor after %s', async (_what, login) => {
      const { key, ...rest } = { ...hostOf(gate), ...login };
      const host = rest.login === 'key' && key !== undefined ? { ...rest, key } : rest;
      const only = await TestAgent.start([gate.privateKeyPath]);
      try {
        const failure = await failureOf(connect(host, { ...right, agent: only.socket }));
        expect(failure).toMatchObject({
          code: 'login-refused',
          remedy: saying(expect.stringMatching(/Authentication/)),
        });
        expect(failure.message).toBe(
          `gate asks ${host.user} for a second factor (keyboard-interactive), which Shiplock cannot give.`,
        );
      } finally {
        await only.stop();
      }
    });

    test('a password that has expired', async () => {
      const failure = await failureOf(connect(withPassword('expired'), right));
      expect(failure).toMatchObject({ code: 'login-refused', message: expect.stringContaining('expired') });
    });

    test('a host that takes no passwords, or no keys', async () => {
      expect(await failureOf(connect(withPassword('keyed'), right))).toMatchObject({
        code: 'login-refused',
        message: 'gate takes no passwords from keyed; it takes publickey.',
      });
      expect(await failureOf(connect(hostOf(gate, { user: 'spoken' })))).toMatchObject({
        code: 'login-refused',
        message: expect.stringMatching(/^gate takes no keys from spoken; it takes .*password/),
      });
    });

    test('an agent with more keys than sshd lets one try', async () => {
      const { key: _key, ...host } = hostOf(gate, { user: 'few', login: 'agent' });
      const failure = await failureOf(connect(host, { agent: agent.socket }));
      expect(failure).toMatchObject({
        code: 'login-refused',
        remedy: saying(expect.stringContaining('key file')),
      });
      expect(failure.message).toContain('too many keys');
    });

    test('an agent that hangs', async () => {
      const hanging = await TestAgent.start([gate.privateKeyPath]);
      hanging.process.kill('SIGSTOP');
      try {
        const { key: _key, ...host } = hostOf(gate, { login: 'agent' });
        const failure = await failureOf(connect(host, { agent: hanging.socket }));
        expect(failure).toMatchObject({ code: 'login-refused', message: expect.stringContaining('agent') });
      } finally {
        await hanging.stop();
      }
    });

    test('a jump host that forwards nothing', async () => {
      const hosts: Record<string, Host> = {
        gate: hostOf(gate),
        behind: hostOf(gate, { name: 'behind', jump: 'gate' }),
      };
      using sessions = new Sessions((name) => hosts[name] ?? expect.fail(name));
      expect(await failureOf(sessions.get('behind'))).toMatchObject({
        code: 'host-unreachable',
        message: expect.stringContaining('gate does not let connections through'),
        remedy: saying(expect.stringContaining('AllowTcpForwarding')),
      });
    });
  });

  describe.concurrent('in silence', () => {
    test('a host that takes the connection and says nothing', async () => {
      const mute = createServer(() => undefined);
      await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
      try {
        const { port } = mute.address() as AddressInfo;
        const failure = await failureOf(connect(hostOf(gate, { address: '127.0.0.1', port })));
        expect(failure).toMatchObject({
          code: 'host-unreachable',
          message: expect.stringContaining('takes connections, but its SSH server does not answer'),
        });
      } finally {
        mute.close();
      }
    });

    test('an sshd that stops ends what is under way, as lost or as overdue, whichever is first', async () => {
      using session = await connect(hostOf(gate));
      // The process of this session alone, and the one above it.
      const whose = 'echo $PPID; cut -d " " -f 4 /proc/$PPID/stat';
      const pids = (await session.script('whose', whose, [])).stdout.trim().replace('\n', ' ');
      const patient = failureOf(session.exec(['sleep', '10080']));
      const overdue = failureOf(session.exec(['sleep', '10081'], { timeoutMs: 1000 }));
      await gate.shell(`kill -STOP ${pids}`);
      try {
        expect(['timed-out', 'link-lost']).toContain((await overdue).code);
        expect(await patient).toMatchObject({
          code: 'link-lost',
          message: 'The connection to gate was lost.',
        });
      } finally {
        await gate.shell(`kill -CONT ${pids}; pkill -f '^sleep 1008' || true`);
      }
    });
  });

  describe('at sudo', () => {
    afterEach(expectNoLogins);

    test('a wrong password, tried once for each time it is given', async () => {
      await gate.writeFile('/etc/sudoers.d/zz-log', 'Defaults logfile=/root/sudo.log, loglinelen=0\n', 0o440);
      try {
        const host = hostOf(gate, { user: 'guest', sudo: true });
        const failure = await failureOf(connect(host, { askSecret: async () => 'wrong' }));
        expect(failure.code).toBe('sudo-refused');
        expect(failure.message).toBe('sudo on gate does not accept this password of guest.');
        const log = await gate.shell("grep -o '[0-9]* incorrect password attempts*' /root/sudo.log");
        expect(log).toBe('1 incorrect password attempt\n'.repeat(3));
      } finally {
        await gate.shell('rm /etc/sudoers.d/zz-log');
      }
    });

    test('a password that nobody gives', async () => {
      const failure = await failureOf(connect(hostOf(gate, { user: 'guest', sudo: true })));
      expect(failure).toMatchObject({
        code: 'sudo-refused',
        remedy: saying(expect.stringContaining('--secrets')),
      });
    });

    test('a user who may not use it', async () => {
      const failure = await failureOf(connect(hostOf(gate, { user: 'visitor', sudo: true }), right));
      expect(failure).toMatchObject({
        code: 'sudo-refused',
        message: 'visitor may not use sudo on gate.',
        remedy: saying(expect.stringContaining('/etc/sudoers.d')),
      });
    });

    test('a host without it', async () => {
      await gate.shell('mv /usr/bin/sudo /usr/bin/sudo.away');
      try {
        const failure = await failureOf(connect(hostOf(gate, { user: 'guest', sudo: true }), right));
        expect(failure).toMatchObject({ code: 'sudo-refused', message: 'There is no sudo on gate.' });
      } finally {
        await gate.shell('mv /usr/bin/sudo.away /usr/bin/sudo');
      }
    });
  });

  describe('a Docker that hangs', () => {
    beforeEach(() => gate.shell('pkill -STOP -x dockerd'));
    afterEach(() => gate.shell('pkill -CONT -x dockerd'));

    test('is given up with a sentence, and the next question is answered when it is back', async () => {
      using session = await connect(hostOf(gate));
      const docker = await openDocker(session, { answerMs: 700, changeMs: 900 });
      try {
        // More than there are connections: those that wait for one are given up as well.
        const asked = await Promise.all(Array.from({ length: 6 }, () => failureOf(docker.list())));
        for (const failure of [...asked, await failureOf(docker.facts())]) {
          expect(failure).toMatchObject({
            code: 'timed-out',
            message: 'Docker on gate gave no answer within 0.7 s.',
            remedy: saying(expect.stringContaining('journalctl -u docker')),
          });
        }
        expect(await failureOf(docker.removeVolume('none'))).toMatchObject({
          message: 'Docker on gate gave no answer within 0.9 s.',
        });
        await until('no question is left on the host', async () => {
          const { stdout } = await gate.run(['pgrep', '-fc', 'docker system dial-stdio']);
          return stdout === '0\n';
        });
        await gate.shell('pkill -CONT -x dockerd');
        expect(await docker.list()).toEqual([]);
      } finally {
        docker.close();
      }
    });
  });
});
