/** Secrets on the command line: given by file, by pipe and on a terminal, and found nowhere afterwards. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Sessions } from '../../electron/hosts/sessions.ts';
import { execute } from '../edge/command.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { CommandLine } from './command-line.ts';
import { hostOf } from '../edge/known-host.ts';
import { saying } from '../saying.ts';

const password = 'Distinctive pass’word-47';
const passphrase = 'Distinctive pass’phrase-48';
const wrong = 'Distinctive mistake-49';
const secrets = [password, passphrase, wrong];

/** Names the files of /proc that hold a secret; the secrets come on standard input, or this would find itself. */
const search = 'grep -slaF -f - /proc/[0-9]*/cmdline /proc/[0-9]*/environ || true';

describeOnHosts('secrets', () => {
  let gate: EdgeHost;
  let folder: string;
  let key: string;
  let shiplock: CommandLine;

  beforeAll(async () => {
    gate = await EdgeHost.up({ name: 'gate', users: [{ name: 'guest', sudo: 'password' }] });
    await gate.run(['chpasswd'], { input: `guest:${password}\n` });
    await gate.configureSshd('PerSourcePenalties no\n');
  });
  afterAll(() => gate.down());

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'shiplock-secrets-'));
    shiplock = new CommandLine({ home: path.join(folder, 'home') });
    key = path.join(folder, 'locked');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', key]);
    const line = execFileSync('cat', [`${key}.pub`], { encoding: 'utf8' });
    await gate.run(['sh', '-c', 'cat >>/home/guest/.ssh/authorized_keys'], { input: line });
  });
  afterEach(() => {
    expect(filesWithSecrets()).toBe('');
    rmSync(folder, { recursive: true });
  });

  /** Files under the station's home that hold a secret. */
  function filesWithSecrets(): string {
    const argv = ['-c', 'grep -rlasF -f - "$1" || true', 'sh', shiplock.home];
    return execFileSync('sh', argv, { input: `${secrets.join('\n')}\n`, encoding: 'utf8' });
  }

  const place = (): string[] => ['--address', gate.address, '--accept-host-key', gate.hostKeyFingerprint];

  function writeSecrets(ofGate: object): string {
    const file = path.join(folder, 'secrets.json');
    writeFileSync(file, JSON.stringify({ gate: ofGate }), { mode: 0o600 });
    return file;
  }

  test('a file of them serves every login and every command, and none is found anywhere', async () => {
    const file = writeSecrets({ password, sudoPassword: password });
    const add = ['hosts', 'add', 'gate', ...place(), '--user', 'guest', '--password', '--sudo'];
    expect(await shiplock.json('--secrets', file, ...add)).toMatchObject({
      status: 0,
      document: { name: 'gate', user: 'guest', login: 'password', sudo: true, hostKeyType: 'ssh-ed25519' },
    });
    expect(await shiplock.json('--secrets', file, 'hosts', 'check', 'gate')).toMatchObject({ status: 0 });
    expect((await shiplock.run('hosts', 'list')).stdout).toMatch(/^gate .*guest \(sudo\) +password/m);
    // Another process does not know it any more.
    expect(await shiplock.json('hosts', 'check', 'gate')).toMatchObject({
      status: 1,
      document: {
        error: { code: 'login-refused', message: saying('The password of guest on gate was not given.') },
      },
    });
  });

  test('a pipe of them will do', async () => {
    const words = ['build/shiplock.js', '--home', shiplock.home, '--json', '--secrets', '/dev/fd/3'];
    const add = ['hosts', 'add', 'gate', ...place(), '--user', 'guest', '--key', key, '--sudo'];
    const child = spawn(process.execPath, [...words, ...add], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const given = JSON.stringify({ gate: { passphrase, sudoPassword: password } });
    await pipeline(Readable.from([given]), child.stdio[3] as NodeJS.WritableStream);
    const [status] = (await once(child, 'close')) as [number];
    expect(status).toBe(0);
  });

  test('wrong ones fail, and are not repeated', async () => {
    const cases = [
      [{ password: wrong }, ['--password'], 'login-refused'],
      [{ passphrase: wrong }, ['--key', key], 'login-refused'],
      [{ passphrase, sudoPassword: wrong }, ['--key', key, '--sudo'], 'sudo-refused'],
    ] as const;
    for (const [given, login, code] of cases) {
      const add = ['hosts', 'add', 'gate', ...place(), '--user', 'guest', ...login];
      const { stdout, stderr, document } = await shiplock.json('--secrets', writeSecrets(given), ...add);
      expect(document).toMatchObject({ error: { code } });
      for (const secret of secrets) expect(stdout + stderr).not.toContain(secret);
      expect(await shiplock.json('hosts', 'list')).toMatchObject({ document: [] });
    }
  });

  test('while commands run, no process shows them, on the host or here', async () => {
    const host = hostOf(gate, { user: 'guest', key, sudo: true });
    using sessions = new Sessions(() => host);
    const ask = async ({ kind }: { kind: string }) => (kind === 'passphrase' ? passphrase : password);
    const session = await sessions.get('gate', undefined, ask);
    const abort = new AbortController();
    const running = session.exec(['sleep', '10090'], { input: 'of its own', signal: abort.signal });
    running.catch(() => undefined);
    await until('it runs', async () => (await gate.run(['pgrep', '-f', '^sleep 10090'])).status === 0);
    const input = `${secrets.join('\n')}\n`;
    expect(await gate.shell(search, { input })).toBe('');
    expect((await execute(['sh', '-c', search], { input })).stdout).toBe('');
    const all = await gate.shell('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr "\\0" "\\n"');
    expect(all).toContain('10090');
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect((await gate.run(['pgrep', '-f', '^sleep 10090'])).status).toBe(1);
  });

  describe('on a terminal', () => {
    let child: ChildProcess;
    let screen: string;

    function start(...words: readonly string[]): void {
      const argv = [process.execPath, 'build/shiplock.js', '--home', shiplock.home, ...words];
      const line = argv.map((word) => `'${word}'`).join(' ');
      child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], { stdio: 'pipe' });
      screen = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        screen += text;
      });
    }
    async function answer(question: string, line: string): Promise<void> {
      await until(`it asks: ${question}`, () => screen.endsWith(question));
      screen = `${screen}\n`;
      child.stdin?.write(line);
    }
    async function status(): Promise<number> {
      const [code] = (await once(child, 'close')) as [number];
      return code;
    }

    test('they are asked for, again when wrong, and not shown', async () => {
      start('hosts', 'add', 'gate', ...place(), '--user', 'guest', '--key', key, '--sudo');
      await answer(`Passphrase of ${key}: `, `${wrong}\r`);
      await answer(`That was not right. Passphrase of ${key}: `, `x\u007f${passphrase}\r`);
      await answer('Password of guest for sudo on gate: ', `scrap\u0015${password}\r`);
      expect(await status()).toBe(0);
      expect(screen).toContain('gate');
      for (const secret of secrets) expect(screen).not.toContain(secret);
    });

    test.each([
      ['Ctrl-C', '\u0003'],
      ['Ctrl-D', '\u0004'],
    ])('%s instead of an answer ends the command, and nothing is stored', async (_key, character) => {
      start('hosts', 'add', 'gate', ...place(), '--user', 'guest', '--password');
      await answer('Password of guest on gate: ', character);
      expect(await status()).toBe(1);
      expect(await shiplock.json('hosts', 'list')).toMatchObject({ document: [] });
    });
  });
});
