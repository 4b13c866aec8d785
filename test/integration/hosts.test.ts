/** Sessions with real hosts: sshd, sudo, agents, links that break. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../electron/hosts/connect.ts';
import { readHostFacts } from '../../electron/hosts/facts.ts';
import { fetchHostKey } from '../../electron/hosts/host-key.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { Sessions } from '../../electron/hosts/sessions.ts';
import { fromErrorData } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { userPassword } from '../edge/users.ts';
import { TestAgent } from './agent.ts';
import { hostOf } from '../edge/known-host.ts';
import { saying } from '../saying.ts';
import { failureOf } from './failure-of.ts';

let gate: EdgeHost;
let weir: EdgeHost;

/** How many processes on the console have these words as their command line. */
async function countOf(edge: EdgeHost, commandLine: string): Promise<number> {
  const { stdout } = await edge.run(['pgrep', '--exact', '--full', '--count', commandLine]);
  return Number(stdout);
}

async function running(edge: EdgeHost, commandLine: string): Promise<void> {
  await until(`${commandLine} runs on ${edge.name}`, async () => (await countOf(edge, commandLine)) > 0);
}

describeOnHosts('sessions', () => {
  beforeAll(async () => {
    gate = await EdgeHost.up({
      name: 'gate',
      users: [
        { name: 'pilot', sudo: 'nopasswd' },
        { name: 'guest', sudo: 'password' },
        { name: 'visitor', sudo: 'none' },
      ],
    });
    weir = await EdgeHost.up({ name: 'weir' });
  });
  afterAll(async () => {
    await gate.down();
    await weir.down();
  });

  const users: readonly [who: string, Partial<Host>][] = [
    ['root', { user: 'root' }],
    ['an ordinary user', { user: 'visitor' }],
    ['a user through sudo', { user: 'pilot', sudo: true }],
    ['a user through sudo with a password', { user: 'guest', sudo: true }],
  ];
  describe.each(users)('of %s', (_who, login) => {
    let session: Session;
    beforeAll(async () => {
      session = await connect(hostOf(gate, login), { askSecret: async () => userPassword });
    });
    afterAll(() => session.close());

    test('run commands as that user, or as root after sudo', async () => {
      const user = login.sudo === true ? 'root' : login.user;
      expect((await session.exec(['id', '-un'])).stdout).toBe(`${user}\n`);
    });

    test('bring back output, errors and status', async () => {
      const argv = ['sh', '-c', 'echo out; echo err >&2; exit 3'];
      expect(await session.exec(argv, { allowFailure: true })).toEqual({
        stdout: 'out\n',
        stderr: 'err\n',
        status: 3,
      });
      const failure = await failureOf(session.exec(argv));
      expect(failure).toMatchObject({ code: 'command-failed', details: expect.stringContaining('err\n') });
      expect(failure.message).toContain('gate');
    });

    test('tell a command ended by a signal from one that ended itself', async () => {
      const { status } = await session.exec(['sh', '-c', 'kill -KILL $$'], { allowFailure: true });
      expect(status).toBe(137);
    });

    test('feed input, whole', async () => {
      const input = Buffer.alloc(5_000_000, 'shiplock');
      const { stdout } = await session.exec(['sha256sum'], { input });
      const here = execFileSync('sha256sum', { input, encoding: 'utf8' });
      expect(stdout).toBe(here);
    });

    test('give a command without input an empty one', async () => {
      expect((await session.exec(['cat'])).stdout).toBe('');
    });

    test('do not mind a command that leaves its input', async () => {
      expect((await session.exec(['true'], { input: Buffer.alloc(8_000_000) })).status).toBe(0);
    });

    test('carry hostile arguments unchanged', async () => {
      const hostile = [
        '',
        ' ',
        "'",
        '"',
        '$(id)',
        '`id`',
        '$HOME',
        '-n',
        '--',
        'a\nb',
        '\\',
        '*',
        '~',
        '水位',
        '!',
        'A=1',
      ];
      const { stdout } = await session.exec(['printf', '%s\\0', ...hostile]);
      expect(stdout.split('\0').slice(0, -1)).toEqual(hostile);
    });

    test('run scripts with arguments', async () => {
      const { stdout } = await session.script('sum', 'echo "$0: $(($1 + $2))"', ['1', '2']);
      expect(stdout).toBe('sum: 3\n');
    });

    test('run more commands at once than sshd allows sessions', async () => {
      const numbers = Array.from({ length: 20 }, (_, number) => String(number));
      const results = await Promise.all(numbers.map((number) => session.exec(['echo', number])));
      expect(results.map(({ stdout }) => stdout.trim())).toEqual(numbers);
    });

    test('end an aborted command and its children on the host', async () => {
      const abort = new AbortController();
      const words = `sleep 1001${users.findIndex(([, each]) => each === login)}`;
      const command = session.exec(['sh', '-c', `${words} & ${words}; true`], { signal: abort.signal });
      const failed = failureOf(command);
      await running(gate, words);
      abort.abort();
      expect(await failed).toMatchObject({ code: 'cancelled' });
      expect(await countOf(gate, words)).toBe(0);
    });

    test('end a command that was aborted while it was being sent', async () => {
      const abort = new AbortController();
      const command = session.exec(['sleep', '10020'], { signal: abort.signal });
      abort.abort(fromErrorData({ code: 'busy', message: 'given up' }));
      expect(await failureOf(command)).toMatchObject({ code: 'busy' });
      expect(await countOf(gate, 'sleep 10020')).toBe(0);
    });

    test('end many commands at once', async () => {
      const abort = new AbortController();
      onTestFinished(() => abort.abort());
      const commands = Array.from({ length: 12 }, () =>
        failureOf(session.exec(['sleep', '10025'], { signal: abort.signal })),
      );
      await until('eight of them run', async () => (await countOf(gate, 'sleep 10025')) === 8);
      abort.abort();
      for (const failure of await Promise.all(commands)) expect(failure).toMatchObject({ code: 'cancelled' });
      expect(await countOf(gate, 'sleep 10025')).toBe(0);
    });

    test('end an overdue command, even one that ignores it', async () => {
      const stubborn = 'trap "" TERM; sleep 10030; sleep 10030';
      const failure = await failureOf(session.exec(['sh', '-c', stubborn], { timeoutMs: 500 }));
      expect(failure).toMatchObject({ code: 'timed-out' });
      expect(failure.message).toContain('gate');
      expect(await countOf(gate, 'sleep 10030')).toBe(0);
    });

    test('end a command that prints too much', async () => {
      const failure = await failureOf(session.exec(['yes', 'flood'], { maxStdoutBytes: 100_000 }));
      expect(failure).toMatchObject({ code: 'command-failed' });
      expect(await countOf(gate, 'yes flood')).toBe(0);
    });

    test('stream both ways', async () => {
      const process = await session.open(['tee', '/dev/null']);
      const sent = Array.from({ length: 200 }, (_, number) => Buffer.alloc(65_536, number));
      const received: Buffer[] = [];
      process.stderr.resume();
      await Promise.all([
        pipeline(Readable.from(sent), process.stdin),
        pipeline(process.stdout, async (chunks: AsyncIterable<Buffer>) => {
          for await (const chunk of chunks) received.push(chunk);
        }),
      ]);
      expect(await process.exit).toEqual({ status: 0 });
      expect(Buffer.concat(received).equals(Buffer.concat(sent))).toBe(true);
    });

    test('terminate a stream’s command', async () => {
      const process = await session.open(['sleep', '10040']);
      await running(gate, 'sleep 10040');
      process.terminate();
      expect((await process.exit).status).not.toBe(0);
      await until('it is gone', async () => (await countOf(gate, 'sleep 10040')) === 0);
    });

    test('give their places back when output is thrown away', async () => {
      for (let turn = 0; turn < 12; turn += 1) {
        const process = await session.open(['head', '-c', '4000000', '/dev/zero']);
        process.stdout.destroy();
        process.stderr.destroy();
        expect(await process.exit).toEqual({ status: 0 });
      }
      expect((await session.exec(['echo', 'on'])).stdout).toBe('on\n');
    });

    test('read the facts of the host', async () => {
      const facts = await readHostFacts(session);
      expect(facts.kernel).toBe((await gate.shell('uname -r')).trim());
      expect(facts.userId).toBe(login.user === 'visitor' ? 1002 : 0);
      expect(facts.tools.criu?.version).toMatch(/^4\./);
      expect(facts.tools.docker?.version).toMatch(/^26\./);
      expect(facts.tools.tar?.says).toContain('GNU tar');
      expect(facts.space.dockerRoot?.availableBytes).toBeGreaterThan(0);
      expect(facts.listening).toContainEqual({ protocol: 'tcp', address: '0.0.0.0', port: 22 });
      expect(Math.abs(Number(facts.clockNs / 1_000_000n) - Date.now())).toBeLessThan(60_000);
    });
  });

  test('a host that allows two sessions is served with two', async () => {
    await weir.configureSshd('MaxSessions 2\n');
    try {
      using session = await connect(hostOf(weir));
      const numbers = Array.from({ length: 12 }, (_, number) => String(number));
      const results = await Promise.all(numbers.map((number) => session.exec(['echo', number])));
      expect(results.map(({ stdout }) => stdout.trim())).toEqual(numbers);
    } finally {
      await weir.configureSshd(null);
    }
  });

  describe('logging in', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'shiplock-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    function withoutKey(host: Host): Host {
      const { key: _key, ...rest } = host;
      return { ...rest, login: 'agent' };
    }

    function newKey(name: string, passphrase = ''): string {
      const file = path.join(folder, name);
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', file]);
      return file;
    }

    test('works with an agent', async () => {
      const agent = await TestAgent.start([gate.privateKeyPath]);
      try {
        using session = await connect(withoutKey(hostOf(gate)), { agent: agent.socket });
        expect((await session.exec(['hostname'])).stdout).toBe('gate\n');
      } finally {
        await agent.stop();
      }
    });

    test('without a key or an agent says so', async () => {
      const host = withoutKey(hostOf(gate));
      expect(await failureOf(connect(host, { agent: '' }))).toMatchObject({ code: 'login-refused' });
      const nobody = await failureOf(connect(host, { agent: path.join(folder, 'nobody') }));
      expect(nobody).toMatchObject({ code: 'login-refused', message: expect.stringContaining('agent') });
    });

    test('with a key the host does not know is refused', async () => {
      const failure = await failureOf(connect(hostOf(gate, { key: newKey('stranger') })));
      expect(failure).toMatchObject({
        code: 'login-refused',
        remedy: saying(expect.stringContaining('authorized_keys')),
      });
    });

    test('with a key file that cannot serve says why', async () => {
      const messages = new Map<string, RegExp>([
        [newKey('locked', 'passphrase'), /passphrase/],
        [path.join(folder, 'absent'), /cannot be read/],
        [`${newKey('public')}.pub`, /public key/],
        ['/etc/hostname', /known kind/],
      ]);
      for (const [key, message] of messages) {
        const failure = await failureOf(connect(hostOf(gate, { key })));
        expect(failure).toMatchObject({ code: 'login-refused', message: expect.stringMatching(message) });
      }
    });

    test('sees the host key that the console shows', async () => {
      const console = await gate.shell('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
      const key = await fetchHostKey(gate.address, 22);
      expect(key).toEqual({ type: 'ssh-ed25519', fingerprint: console.split(' ')[1] });
    });

    test('is refused, loudly, to a host with another key', async () => {
      const host = hostOf(weir);
      const folderOfKeys = '/etc/ssh/ssh_host_ed25519_key';
      await weir.shell(`
        cp ${folderOfKeys} /root/key; cp ${folderOfKeys}.pub /root/key.pub; rm ${folderOfKeys}*
        ssh-keygen -q -t ed25519 -N '' -f ${folderOfKeys}
        kill -HUP "$(cat /run/sshd.pid)"`);
      try {
        const other = await until('sshd shows its new key', async () => {
          const { fingerprint } = await fetchHostKey(weir.address, 22).catch(() => ({
            fingerprint: host.hostKey,
          }));
          return fingerprint === host.hostKey ? null : fingerprint;
        });
        const failure = await failureOf(connect(host));
        expect(failure).toMatchObject({
          code: 'host-key',
          state: saying(expect.stringContaining('No login')),
          remedy: saying(expect.stringContaining('shiplock hosts remove weir')),
        });
        expect(failure.message).toContain(host.hostKey);
        expect(failure.message).toContain(other);
      } finally {
        await weir.shell(`mv /root/key ${folderOfKeys}; mv /root/key.pub ${folderOfKeys}.pub
          kill -HUP "$(cat /run/sshd.pid)"`);
        await until('sshd shows its old key', async () => {
          const key = await fetchHostKey(weir.address, 22).catch(() => null);
          return key?.fingerprint === host.hostKey;
        });
      }
    });

    test('tells what is wrong with the address', async () => {
      const unreachable = { code: 'host-unreachable' };
      expect(await failureOf(connect(hostOf(gate, { port: 1 })))).toMatchObject(unreachable);
      expect(await failureOf(fetchHostKey(gate.address, 1))).toMatchObject(unreachable);
      const nowhere = hostOf(gate, { address: 'no-such-host.invalid' });
      expect(await failureOf(connect(nowhere))).toMatchObject(unreachable);
    });

    test('can be given up', async () => {
      const failure = await failureOf(connect(hostOf(gate), { signal: AbortSignal.abort() }));
      expect(failure).toMatchObject({ code: 'cancelled' });
      const abort = new AbortController();
      const attempt = connect(hostOf(gate), { signal: abort.signal });
      abort.abort();
      expect(await failureOf(attempt)).toMatchObject({ code: 'cancelled' });
    });
  });

  describe('shared', () => {
    let hosts: Record<string, Host>;
    let sessions: Sessions;
    beforeEach(() => {
      hosts = {
        gate: hostOf(gate),
        weir: hostOf(weir, { jump: 'gate' }),
        round: hostOf(gate, { name: 'round', jump: 'about' }),
        about: hostOf(gate, { name: 'about', jump: 'round' }),
      };
      sessions = new Sessions((name) => {
        const host = hosts[name];
        if (host === undefined)
          throw fromErrorData({ code: 'not-found', message: `There is no host ${name}.` });
        return host;
      });
    });
    afterEach(() => sessions[Symbol.dispose]());

    test('are opened once for each host', async () => {
      const [one, other] = await Promise.all([sessions.get('gate'), sessions.get('gate')]);
      expect(one).toBe(other);
      expect(await failureOf(sessions.get('lake'))).toMatchObject({ code: 'not-found' });
    });

    test('go through a jump host', async () => {
      const session = await sessions.get('weir');
      const { stdout } = await session.script(
        'whence',
        'hostname; echo "$SSH_CONNECTION" | cut -d " " -f 1',
        [],
      );
      expect(stdout).toBe(`weir\n${gate.address}\n`);
    });

    test('fetch a host key through a jump host', async () => {
      const jump = await sessions.get('gate');
      const key = await fetchHostKey(weir.address, 22, { jump });
      expect(key.fingerprint).toBe(weir.hostKeyFingerprint);
      expect(await failureOf(fetchHostKey(weir.address, 1, { jump }))).toMatchObject({
        code: 'host-unreachable',
      });
    });

    test('refuse jump hosts in a circle', async () => {
      expect(await failureOf(sessions.get('round'))).toMatchObject({ code: 'usage' });
    });

    test('are lost with their jump host, and opened again on demand', async () => {
      const [behind, jump] = await Promise.all([sessions.get('weir'), sessions.get('gate')]);
      const failed = failureOf(behind.exec(['sleep', '10050']));
      await running(weir, 'sleep 10050');
      jump.close();
      expect(await failed).toMatchObject({ code: 'link-lost' });
      expect(behind.lost.aborted).toBe(true);
      expect((await (await sessions.get('weir')).exec(['hostname'])).stdout).toBe('weir\n');
      await weir.run(['pkill', '--exact', '--full', 'sleep 10050']);
    });

    test('are opened anew for a host described anew', async () => {
      const before = await sessions.get('gate');
      hosts['gate'] = hostOf(gate, { user: 'visitor' });
      const after = await sessions.get('gate');
      expect((await after.exec(['id', '-un'])).stdout).toBe('visitor\n');
      expect((await before.exec(['id', '-un'])).stdout).toBe('root\n');
    });

    test('are closed together', async () => {
      const session = await sessions.get('weir');
      sessions[Symbol.dispose]();
      expect(session.lost.reason).toMatchObject({ code: 'cancelled' });
      expect(await failureOf(session.exec(['true']))).toMatchObject({ code: 'cancelled' });
      expect(await failureOf(sessions.get('gate'))).toMatchObject({ code: 'cancelled' });
    });
  });

  describe('whose link breaks', () => {
    test('fail whatever is under way within the keep-alive bound, and never pass half an output for a whole', async () => {
      using session = await connect(hostOf(weir));
      const process = await session.open(['sh', '-c', 'echo half; sleep 10060']);
      const output = failureOf(text(process.stdout));
      const exit = failureOf(process.exit);
      const command = failureOf(session.exec(['sleep', '10060']));
      await running(weir, 'sleep 10060');
      const cutAt = performance.now();
      await weir.cut();
      try {
        for (const failure of [await exit, await output, await command]) {
          expect(failure).toMatchObject({ code: 'link-lost', message: expect.stringContaining('weir') });
        }
        expect(performance.now() - cutAt).toBeLessThan(26_000);
        expect(session.lost.reason).toMatchObject({ code: 'link-lost' });
        expect(await failureOf(session.exec(['true']))).toMatchObject({ code: 'link-lost' });
        expect(await failureOf(connect(hostOf(weir)))).toMatchObject({ code: 'host-unreachable' });
      } finally {
        await weir.rejoin();
      }
    });

    test('survive a break shorter than that', async () => {
      using session = await connect(hostOf(gate));
      const command = session.script('wait', 'while [ ! -e /run/told ]; do sleep 0.1; done; echo heard', []);
      await gate.cut();
      await gate.shell('touch /run/told');
      await gate.rejoin();
      expect((await command).stdout).toBe('heard\n');
    });

    test('notice a power loss', async () => {
      using session = await connect(hostOf(weir));
      const command = failureOf(session.exec(['sleep', '10070']));
      await running(weir, 'sleep 10070');
      await weir.powerLoss();
      expect(await command).toMatchObject({ code: 'link-lost' });
    });
  });
});
