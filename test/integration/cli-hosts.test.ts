/** Hosts from the command line: added, listed, checked, forgotten, and refused. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute } from '../edge/command.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { saying } from '../saying.ts';
import type { CommandLine } from './command-line.ts';
import { acceptKey, addWords, CommandLineFixture } from './command-line-fixture.ts';
import { expectUntouched, removeGauge, startGauge } from './gauges.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

describeOnHosts('hosts', () => {
  let fixture: CommandLineFixture;
  let gate: EdgeHost;
  let weir: EdgeHost;
  let shiplock: CommandLine;
  beforeAll(async () => {
    fixture = await CommandLineFixture.up();
    ({ gate, weir } = fixture);
    shiplock = await fixture.acquainted();
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('are listed as they were added, and forgotten when removed', async () => {
    const other = fixture.fresh();
    const added = await other.json(...addWords(gate), ...acceptKey(gate));
    const host = {
      name: 'gate',
      address: gate.address,
      port: 22,
      user: 'root',
      login: 'key',
      key: gate.privateKeyPath,
      sudo: false,
      hostKey: gate.hostKeyFingerprint,
      hostKeyType: 'ssh-ed25519',
    };
    expect(added).toMatchObject({ status: 0, document: host });
    expect(await other.json('hosts', 'list')).toMatchObject({ status: 0, document: [host] });
    expect((await other.run('hosts', 'list')).stdout).toContain(gate.address);
    expect(await other.json('hosts', 'remove', 'gate')).toMatchObject({
      status: 0,
      document: { removed: 'gate' },
    });
    expect(await other.json('hosts', 'list')).toMatchObject({ status: 0, document: [] });
  });

  test('are checked', async () => {
    const { status, document } = await shiplock.json('hosts', 'check', 'gate');
    expect(status).toBe(0);
    expect(document).toMatchObject({
      host: { name: 'gate' },
      findings: [{ severity: 'info', id: 'live-restore' }, { severity: 'ok' }],
    });
    expect((await shiplock.run('hosts', 'check', 'gate')).stdout).toContain('gate answers');
  });

  test('have one name each: a second of that name has status 2', async () => {
    expect(await shiplock.run(...addWords(weir, 'gate'), ...acceptKey(weir))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('A host named gate is known already.'),
    });
  });

  test('with another key than the one agreed to have status 2, and nothing is stored', async () => {
    const other = fixture.fresh();
    const { status, document } = await other.json(...addWords(gate), ...acceptKey(weir));
    expect(status).toBe(2);
    expect(document).toMatchObject({ error: { code: 'host-key' } });
    expect(await other.json('hosts', 'list')).toMatchObject({ document: [] });
  });

  test('whose key nobody agreed to have status 2 and show it, and nothing is stored', async () => {
    const other = fixture.fresh();
    const { status, stderr } = await other.run(...addWords(gate));
    expect(status).toBe(2);
    expect(stderr).toContain(gate.hostKeyFingerprint);
    expect(await other.json('hosts', 'list')).toMatchObject({ document: [] });
  });

  const answers = [
    ['y', 0, 1],
    ['n', 2, 0],
    ['', 2, 0],
  ] as const;
  test.each(answers)(
    'on a terminal, the answer %j to the key has status %i',
    async (answer, status, known) => {
      const other = fixture.fresh();
      const words = [process.execPath, 'build/shiplock.js', '--home', other.home, ...addWords(gate)];
      const asked = await execute(
        ['script', '--quiet', '--return', '--command', words.join(' '), '/dev/null'],
        {
          input: `${answer}\n`,
          timeoutMs: 30_000,
        },
      );
      expect(asked.stdout).toContain(gate.hostKeyFingerprint);
      expect(asked.status).toBe(status);
      expect((await other.json('hosts', 'list')).document).toHaveLength(known);
    },
  );

  test('whose sudo asks for a password are refused with the remedy', async () => {
    const other = fixture.fresh();
    const words = [...addWords(gate), ...acceptKey(gate), '--user', 'guest', '--sudo'];
    const { status, document } = await other.json(...words);
    expect(status).toBe(1);
    expect(document).toMatchObject({
      error: {
        code: 'sudo-refused',
        message: saying(expect.stringContaining('gate')),
        remedy: saying(expect.any(String)),
      },
    });
  });

  test('that turn a known user away from sudo later are refused before anything is touched', async () => {
    const other = fixture.fresh();
    await other.run(...addWords(gate), ...acceptKey(gate));
    await other.run(...addWords(weir), ...acceptKey(weir), '--user', 'pilot', '--sudo');
    const gauge = await startGauge(gate, 'sudo-gone');
    await weir.shell('mv /etc/sudoers.d/pilot /root/pilot');
    try {
      const before = await tracesOf(weir);
      const { status, document } = await other.json('migrate', 'sudo-gone', '--from', 'gate', '--to', 'weir');
      expect(status).toBe(1);
      expect(document).toMatchObject({ error: { code: 'sudo-refused' } });
      await expectUntouched(gauge);
      await expectAsBefore(weir, before);
    } finally {
      await weir.shell('mv /root/pilot /etc/sudoers.d/pilot');
      await removeGauge('sudo-gone', gate, weir);
    }
  });

  test('that do not answer have status 1 and one clear sentence', async () => {
    const { status, stderr } = await shiplock.run('hosts', 'add', 'x', '--address', `${gate.address}:9`);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: Nothing answers on /);
  });
});
