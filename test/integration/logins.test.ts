/** Every way in: agents, keys, passwords, sudo, jump hosts, on real sshd and sudo. */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fingerprint } from '../../electron/hosts/host-key.ts';
import { Sessions } from '../../electron/hosts/sessions.ts';
import type { Host, SecretRequest } from '../../shared/model.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { TestAgent } from './agent.ts';
import { hostOf } from '../edge/known-host.ts';
import { saying } from '../saying.ts';
import { failureOf } from './failure-of.ts';

/** Each as hostile as a password can be. */
const passwords = {
  guest: ` lock'keeper "水位" $(id) \\n `,
  typist: '-e`reboot`;*ß€',
  pilot: 'pilot’s word',
};
const passphrase = '  pass "phrase" ’\\';

const sshdConfig = `
PerSourcePenalties no
PasswordAuthentication yes
Match User typist
  PasswordAuthentication no
  KbdInteractiveAuthentication yes
`;

describeOnHosts('logging in', () => {
  let gate: EdgeHost;
  let weir: EdgeHost;
  let folder: string;
  let agent: TestAgent;
  let lockedKey: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'shiplock-logins-'));
    lockedKey = path.join(folder, 'locked');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', lockedKey]);
    gate = await EdgeHost.up({ name: 'gate' });
    weir = await EdgeHost.up({
      name: 'weir',
      users: [
        { name: 'pilot', sudo: 'nopasswd' },
        { name: 'guest', sudo: 'password' },
        { name: 'typist', sudo: 'password' },
      ],
    });
    for (const [user, password] of Object.entries(passwords)) {
      await weir.run(['chpasswd'], { input: `${user}:${password}\n` });
      await weir.writeFile('/root/locked.pub', execFileSync('cat', [`${lockedKey}.pub`]));
      await weir.shell(`cat /root/locked.pub >>/home/${user}/.ssh/authorized_keys`);
    }
    // A wrong password need not cost two seconds here.
    await weir.shell('sed -i "s/pam_unix.so/& nodelay/" /etc/pam.d/common-auth');
    await weir.configureSshd(sshdConfig);
    agent = await TestAgent.start([gate.privateKeyPath]);
  });
  afterAll(async () => {
    await agent.stop();
    await gate.down();
    await weir.down();
    rmSync(folder, { recursive: true });
  });

  let asked: SecretRequest[];
  /** Answers in order, for each kind of secret. */
  let answers: Partial<Record<SecretRequest['kind'], (string | undefined)[]>>;
  const ask = async (request: SecretRequest): Promise<string | undefined> => {
    asked.push(request);
    return answers[request.kind]?.shift();
  };
  let hosts: Record<string, Host>;
  let sessions: Sessions;
  beforeEach(() => {
    asked = [];
    answers = {};
    hosts = { gate: hostOf(gate) };
    sessions = new Sessions((name) => hosts[name] ?? expect.fail(`there is no host ${name}`), {
      agent: agent.socket,
    });
  });
  afterEach(() => sessions[Symbol.dispose]());

  function open(host: Host) {
    hosts[host.name] = host;
    return sessions.get(host.name, undefined, ask);
  }

  const routes = [
    ['', {}],
    [' through a jump host', { jump: 'gate' }],
  ] as const;
  describe.each(routes)('works%s', (_route, way) => {
    const logins = [
      ['with a password', { user: 'guest', login: 'password' }, ['password']],
      [
        'with a password that sshd asks for on a keyboard',
        { user: 'typist', login: 'password' },
        ['password'],
      ],
      ['with a key that has a passphrase', { user: 'pilot', login: 'key', key: 'locked' }, ['passphrase']],
      ['with an agent', { user: 'guest', login: 'agent' }, []],
    ] as const;
    describe.each(logins)('%s', (_login, { user, ...rest }, secrets) => {
      const describeIt = (sudo: boolean): Host => {
        const { key: _key, ...host } = hostOf(weir);
        const key = 'key' in rest ? { key: lockedKey } : {};
        return { ...host, ...way, ...rest, ...key, user, sudo };
      };

      test('as the user', async () => {
        answers = { password: [passwords[user]], passphrase: [passphrase] };
        const session = await open(describeIt(false));
        expect((await session.exec(['id', '-un'])).stdout).toBe(`${user}\n`);
        expect(asked.map(({ kind }) => kind)).toEqual(secrets);
      });

      test('as root through sudo, each secret asked for once, however often one has to log in', async () => {
        answers = {
          password: [passwords[user]],
          passphrase: [passphrase],
          'sudo-password': [passwords[user]],
        };
        const wanted = user === 'pilot' ? secrets : [...secrets, 'sudo-password'];
        for (let turn = 0; turn < 2; turn += 1) {
          const session = await open(describeIt(true));
          const whole = randomBytes(300_000);
          const { stdout } = await session.exec(['sha256sum'], { input: whole });
          expect(stdout.slice(0, 64)).toBe(createHash('sha256').update(whole).digest('hex'));
          expect((await session.exec(['id', '-un'])).stdout).toBe('root\n');
          session.close();
        }
        expect(asked.map(({ kind }) => kind)).toEqual(wanted);
      });
    });
  });

  test('asks again for what was wrong, three times at most', async () => {
    const host: Host = { ...hostOf(weir), user: 'guest', login: 'key', key: lockedKey, sudo: true };
    answers = { passphrase: ['no', passphrase], 'sudo-password': ['no', 'no', passwords.guest] };
    const session = await open(host);
    expect((await session.exec(['id', '-un'])).stdout).toBe('root\n');
    expect(asked.map(({ kind, isRetry }) => [kind, isRetry])).toEqual([
      ['passphrase', false],
      ['passphrase', true],
      ['sudo-password', false],
      ['sudo-password', true],
      ['sudo-password', true],
    ]);
    expect(asked[0]).toMatchObject({ host: 'weir', user: 'guest', key: lockedKey });
  });

  test('gives up after the third wrong answer', async () => {
    const { key: _key, ...host } = hostOf(weir);
    answers = { password: ['a', 'b', 'c', passwords.guest] };
    const failure = await failureOf(open({ ...host, user: 'guest', login: 'password' }));
    expect(failure).toMatchObject({ code: 'login-refused', message: expect.stringContaining('password') });
    expect(asked).toHaveLength(3);
  });

  test('two hosts that need the same key ask for its passphrase once', async () => {
    answers = { passphrase: [passphrase] };
    const locked = { ...hostOf(weir), key: lockedKey };
    const all = [open({ ...locked, user: 'pilot' }), open({ ...locked, user: 'guest', name: 'other' })];
    for (const session of await Promise.all(all)) await session.exec(['true']);
    expect(asked).toHaveLength(1);
  });

  test('another account, or another host of that name, is asked for anew', async () => {
    const { key: _key, ...host } = hostOf(weir);
    answers = { password: [passwords.guest, passwords.pilot] };
    await open({ ...host, user: 'guest', login: 'password' });
    await open({ ...host, user: 'pilot', login: 'password' });
    expect(asked).toMatchObject([{ user: 'guest' }, { user: 'pilot' }]);
  });

  describe('through sudo with a password', () => {
    const settings = ['use_pty', 'timestamp_timeout=0', '!use_pty', 'lecture=always'];
    test.each(settings)(
      'with Defaults %s, commands get their own input and output and nothing else',
      async (setting) => {
        await weir.writeFile('/etc/sudoers.d/zz-setting', `Defaults ${setting}\n`, 0o440);
        try {
          answers = { 'sudo-password': [passwords.guest] };
          const session = await open({ ...hostOf(weir), user: 'guest', sudo: true });
          const whole = Buffer.concat([Buffer.from('a line\n\n\\ \0'), randomBytes(1_000_000)]);
          const process = await session.open(['tee', '/dev/stderr']);
          process.stdin.end(whole);
          const [out, err, exit] = await Promise.all([
            buffer(process.stdout),
            buffer(process.stderr),
            process.exit,
          ]);
          expect(exit).toEqual({ status: 0 });
          expect(out.equals(whole)).toBe(true);
          if (setting !== 'lecture=always') expect(err.equals(whole)).toBe(true);
          expect((await session.exec(['cat'])).stdout).toBe('');
        } finally {
          await weir.shell('rm /etc/sudoers.d/zz-setting');
        }
      },
    );

    test('that needs it no more, the password reaches no command', async () => {
      answers = { 'sudo-password': [passwords.guest] };
      const session = await open({ ...hostOf(weir), user: 'guest', sudo: true });
      await weir.writeFile('/etc/sudoers.d/zz-free', 'guest ALL=(ALL) NOPASSWD: ALL\n', 0o440);
      try {
        expect((await session.exec(['cat'], { input: 'its own\n' })).stdout).toBe('its own\n');
        expect((await session.exec(['cat'])).stdout).toBe('');
      } finally {
        await weir.shell('rm /etc/sudoers.d/zz-free');
      }
    });

    test('that was changed meanwhile, it is tried no further', async () => {
      answers = { 'sudo-password': [passwords.guest] };
      const session = await open({ ...hostOf(weir), user: 'guest', sudo: true });
      await weir.run(['chpasswd'], { input: 'guest:another\n' });
      await weir.writeFile('/etc/sudoers.d/zz-log', 'Defaults logfile=/root/sudo.log, loglinelen=0\n', 0o440);
      try {
        expect(await failureOf(session.exec(['true']))).toMatchObject({ code: 'sudo-refused' });
        const refused = () => weir.shell("grep 'incorrect password' /root/sudo.log");
        const before = await refused();
        expect(await failureOf(session.exec(['true']))).toMatchObject({ code: 'sudo-refused' });
        expect(await refused()).toBe(before);
      } finally {
        await weir.shell('rm /etc/sudoers.d/zz-log');
        await weir.run(['chpasswd'], { input: `guest:${passwords.guest}\n` });
      }
    });
  });

  describe('a host with several keys', () => {
    const rsa = '/etc/ssh/ssh_host_rsa_key';
    const only = (file: string): string => `${sshdConfig.replace('Match', `HostKey ${file}\nMatch`)}`;
    beforeAll(async () => {
      await weir.shell(`ssh-keygen -q -t rsa -b 2048 -N '' -f ${rsa}`);
      await weir.configureSshd(only(rsa));
    });
    afterAll(() => weir.configureSshd(sshdConfig));

    test('that gained one is the same host, whether the type of its key was noted or not', async () => {
      const { stdout } = await weir.run(['cat', `${rsa}.pub`]);
      const blob = Buffer.from(stdout.split(' ')[1] ?? '', 'base64');
      const pinned = { ...hostOf(weir), hostKey: fingerprint(blob) };
      await weir.configureSshd(
        `${only(rsa).replace('Match', 'HostKey /etc/ssh/ssh_host_ed25519_key\nMatch')}`,
      );
      for (const host of [pinned, { ...pinned, name: 'typed', hostKeyType: 'ssh-rsa' }]) {
        const session = await open(host);
        expect(session.hostKey.equals(blob)).toBe(true);
      }
    });

    test('that lost the one agreed to is not believed, and nothing is asked for or sent', async () => {
      await weir.configureSshd(only(rsa));
      const { key: _key, ...host } = hostOf(weir);
      for (const hostKeyType of ['ssh-ed25519', undefined]) {
        const described = { ...host, name: `was-${hostKeyType}`, ...(hostKeyType && { hostKeyType }) };
        expect(await failureOf(open({ ...described, login: 'agent' }))).toMatchObject({
          code: 'host-key',
          state: saying(expect.stringContaining('No login')),
        });
      }
    });
  });

  test('a file that only looks like a key is refused by its kind', async () => {
    const number = Buffer.alloc(64, 1);
    const files = {
      dsa: privateKeyFile('ssh-dss', [number, number, number, number, number]),
      device: privateKeyFile('sk-ssh-ed25519@openssh.com', [number, Buffer.from('ssh:')]),
      putty: 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\n',
      pkcs8: execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519']).toString(),
      torn: execFileSync('head', ['-c', '200', gate.privateKeyPath]).toString(),
    };
    const kinds: Record<keyof typeof files, RegExp> = {
      dsa: /DSA/,
      device: /security device/,
      putty: /PuTTY/,
      pkcs8: /known kind/,
      torn: /known kind/,
    };
    for (const [name, message] of Object.entries(kinds)) {
      const key = path.join(folder, name);
      writeFileSync(key, files[name as keyof typeof files]);
      const failure = await failureOf(open({ ...hostOf(weir), key }));
      expect(failure).toMatchObject({ code: 'login-refused', message: expect.stringMatching(message) });
    }
  });
});

/** A private key in OpenSSH's own form, of any type and with whatever in it. */
function privateKeyFile(type: string, fields: readonly Buffer[]): string {
  const word = (bytes: Buffer | string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(bytes));
    return Buffer.concat([length, Buffer.from(bytes)]);
  };
  const key = [type, ...fields].map(word);
  const secret = Buffer.concat([Buffer.alloc(8, 7), ...key, word('a comment')]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).subarray(0, (8 - (secret.length % 8)) % 8);
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...['none', 'none', ''].map(word),
    Buffer.from([0, 0, 0, 1]),
    word(Buffer.concat(key)),
    word(Buffer.concat([secret, padding])),
  ]);
  const lines = whole.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
