/** The command line and two hosts: its exit statuses, what it prints for people and for programs. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute } from '../edge/command.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { userPassword } from '../edge/users.ts';
import { olderNode } from '../older-node.ts';
import { saying } from '../saying.ts';
import { CommandLine, eventsOf } from './command-line.ts';
import { countsOn, expectUntouched, hostsRunning, readingsOf, removeGauge, startGauge } from './gauges.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'shiplock-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

let homes = 0;
function freshHome(): string {
  homes += 1;
  return path.join(folder, `home-${homes}`);
}

describeOnHosts('the command line and two hosts', () => {
  let gate: EdgeHost;
  let weir: EdgeHost;
  let shiplock: CommandLine;

  function addWords(host: EdgeHost, name = host.name): string[] {
    return ['hosts', 'add', name, '--address', host.address, '--key', host.privateKeyPath];
  }

  function acceptKey(host: EdgeHost): string[] {
    return ['--accept-host-key', host.hostKeyFingerprint];
  }

  beforeAll(async () => {
    const users = [
      { name: 'pilot', sudo: 'nopasswd' },
      { name: 'guest', sudo: 'password' },
    ] as const;
    gate = await EdgeHost.up({ name: 'gate', users });
    weir = await EdgeHost.up({ name: 'weir', users });
    await loadImage(gate, 'gauge');
    await loadImage(weir, 'gauge');
    shiplock = new CommandLine({ home: freshHome() });
    for (const host of [gate, weir]) {
      const { status, stderr } = await shiplock.run(...addWords(host), '--user', 'root', ...acceptKey(host));
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });
  afterAll(async () => {
    await gate?.down();
    await weir?.down();
  });

  describe('hosts', () => {
    test('are listed as they were added, and forgotten when removed', async () => {
      const other = new CommandLine({ home: freshHome() });
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
      const other = new CommandLine({ home: freshHome() });
      const { status, document } = await other.json(...addWords(gate), ...acceptKey(weir));
      expect(status).toBe(2);
      expect(document).toMatchObject({ error: { code: 'host-key' } });
      expect(await other.json('hosts', 'list')).toMatchObject({ document: [] });
    });

    test('whose key nobody agreed to have status 2 and show it, and nothing is stored', async () => {
      const other = new CommandLine({ home: freshHome() });
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
        const other = new CommandLine({ home: freshHome() });
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
      const other = new CommandLine({ home: freshHome() });
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
      const other = new CommandLine({ home: freshHome() });
      await other.run(...addWords(gate), ...acceptKey(gate));
      await other.run(...addWords(weir), ...acceptKey(weir), '--user', 'pilot', '--sudo');
      const gauge = await startGauge(gate, 'sudo-gone');
      await weir.shell('mv /etc/sudoers.d/pilot /root/pilot');
      try {
        const before = await tracesOf(weir);
        const { status, document } = await other.json(
          'migrate',
          'sudo-gone',
          '--from',
          'gate',
          '--to',
          'weir',
        );
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

  test('containers lists the containers of a host', async () => {
    await startGauge(gate, 'listed');
    try {
      const { status, document } = await shiplock.json('containers', 'gate');
      expect(status).toBe(0);
      expect(document).toContainEqual(expect.objectContaining({ name: 'listed', state: 'running' }));
      expect((await shiplock.run('containers', 'gate')).stdout).toMatch(/^listed +shiplock\/gauge/m);
    } finally {
      await removeGauge('listed', gate);
    }
  });

  test('an unknown container has status 2', async () => {
    for (const command of ['plan', 'migrate']) {
      const { status, stderr } = await shiplock.run(command, 'nobody', '--from', 'gate', '--to', 'weir');
      expect(status).toBe(2);
      expect(stderr).toMatch(/^Error: gate has no container named nobody\.$/m);
    }
  });

  test('plan says what would be sent and changes nothing; status 1 when the move is not possible', async () => {
    const gauge = await startGauge(gate, 'planned');
    try {
      const before = [await tracesOf(gate), await tracesOf(weir)] as const;
      const { status, document } = await shiplock.json('plan', 'planned', '--from', 'gate', '--to', 'weir');
      expect(status).toBe(0);
      expect(document).toMatchObject({
        container: 'planned',
        from: 'gate',
        to: 'weir',
        route: 'auto',
        movable: true,
        findings: [],
        differences: expect.arrayContaining([saying(expect.stringContaining('Identifier'))]),
        bytes: {
          image: 0,
          memory: expect.any(Number),
          rwLayer: expect.any(Number),
          volumes: expect.any(Number),
        },
      });
      expect((await shiplock.run('plan', 'planned', '--from', 'gate', '--to', 'weir')).stdout).toContain(
        'can be moved',
      );
      await expectUntouched(gauge);
      await expectAsBefore(gate, before[0]);
      await expectAsBefore(weir, before[1]);
      await gate.shell('docker pause planned');
      expect(await shiplock.json('plan', 'planned', '--from', 'gate', '--to', 'weir')).toMatchObject({
        status: 1,
        document: { movable: false },
      });
    } finally {
      await removeGauge('planned', gate);
    }
  });

  test('migrate --json prints one document with the promised fields, and progress as JSON lines', async () => {
    await startGauge(gate, 'told');
    try {
      const { status, document, stderr } = await shiplock.json(
        'migrate',
        'told',
        '--from',
        'gate',
        '--to',
        'weir',
      );
      expect(status).toBe(0);
      const bytes = {
        image: 0,
        memory: expect.any(Number),
        rwLayer: expect.any(Number),
        volumes: expect.any(Number),
      };
      expect(document).toMatchObject({
        run: expect.stringMatching(/^r\d+$/),
        container: 'told',
        from: 'gate',
        to: 'weir',
        outcome: 'committed',
        freezeMs: expect.any(Number),
        totalMs: expect.any(Number),
        bytesSent: bytes,
        rounds: expect.arrayContaining([
          {
            kind: expect.any(String),
            ms: expect.any(Number),
            pausedMs: expect.any(Number),
            bytes: expect.any(Number),
          },
        ]),
        route: expect.stringMatching(/^(direct|relay)$/),
        runningOn: 'weir',
      });
      const steps = eventsOf(stderr).flatMap((event) =>
        event.event === 'run.step' && event.state === 'done' ? [event.step] : [],
      );
      expect(steps).toEqual(
        expect.arrayContaining(['image', 'create', 'rounds', 'freeze', 'commit', 'tidy']),
      );
      await countsOn({ host: weir, name: 'told' });

      const { run } = document as { run: string };
      expect(await shiplock.json('show', run)).toMatchObject({ status: 0, document: document as object });
      const { document: runs } = await shiplock.json('runs');
      expect(runs).toContainEqual(
        expect.objectContaining({ run, container: 'told', from: 'gate', to: 'weir', state: 'committed' }),
      );
      expect((await shiplock.run('show', run)).stdout).toContain('Runs on: weir');
      expect((await shiplock.run('runs')).stdout).toMatch(
        new RegExp(`^${run} +told +gate +weir +committed`, 'm'),
      );

      for (const command of ['resume', 'rollback']) {
        expect(await shiplock.run(command, run)).toMatchObject({ status: 2, stdout: '' });
      }
      expect(await shiplock.run('rescue', run)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(`Run ${run} is over: committed.`),
      });
      await countsOn({ host: weir, name: 'told' });
    } finally {
      await removeGauge('told', gate, weir);
    }
  });

  test.each([
    ['this Node', 'pilot', undefined],
    ['an older Node', 'pilot', olderNode],
    ['sudo that asks for a password', 'guest', undefined],
  ])('a user with sudo can move a container: %s', async (_which, user, node) => {
    const other = new CommandLine({ home: freshHome(), node });
    const file = path.join(folder, 'secrets.json');
    const secrets = { sudoPassword: userPassword };
    writeFileSync(file, JSON.stringify({ gate: secrets, weir: secrets }), { mode: 0o600 });
    const run = (...words: readonly string[]) => other.run('--secrets', file, ...words);
    for (const host of [gate, weir]) {
      const words = [...addWords(host), ...acceptKey(host), '--user', user, '--sudo'];
      expect(await run(...words)).toMatchObject({ status: 0 });
    }
    await startGauge(gate, 'by-sudo');
    try {
      const { status, stdout } = await run('migrate', 'by-sudo', '--from', 'gate', '--to', 'weir');
      expect(status).toBe(0);
      expect(stdout).toMatch(/^by-sudo runs on weir now; it was moved from gate \(r1\)\.$/m);
      await countsOn({ host: weir, name: 'by-sudo' });
      expect(await hostsRunning('by-sudo', [gate, weir])).toEqual(['weir']);
    } finally {
      await removeGauge('by-sudo', gate, weir);
    }
  });

  const signals = [
    ['SIGINT', undefined],
    ['SIGTERM', olderNode],
  ] as const;
  test.each(signals)('%s takes a move back, with status 1', async (signal, node) => {
    const gauge = await startGauge(gate, 'cancelled');
    try {
      const before = [await tracesOf(gate), await tracesOf(weir)] as const;
      const words = ['--json', 'migrate', 'cancelled', '--from', 'gate', '--to', 'weir'];
      const command = new CommandLine({ home: shiplock.home, node }).start(...words);
      await command.until((event) => event.event === 'run.step' && event.step === 'rounds');
      command.signal(signal);
      const { status, stdout } = await command.finished;
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'rolled-back', error: { code: 'cancelled' } });
      expect(status).toBe(1);
      await expectUntouched(gauge);
      await expectAsBefore(gate, before[0]);
      await expectAsBefore(weir, before[1]);
    } finally {
      await removeGauge('cancelled', gate, weir);
    }
  });

  describe('on a laptop whose disk is full', () => {
    const disk = path.join(folder, 'disk');
    let small: CommandLine;
    const filler = path.join(disk, 'filler');
    const fill = () => execute(['dd', 'if=/dev/zero', `of=${filler}`, 'bs=64k']);

    beforeAll(async () => {
      execFileSync('mkdir', [disk]);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'laptop', disk]);
      small = new CommandLine({ home: path.join(disk, 'home') });
      for (const host of [gate, weir]) {
        expect(await small.run(...addWords(host), ...acceptKey(host))).toMatchObject({ status: 0 });
      }
    });
    afterAll(() => execFileSync('umount', [disk]));

    test.each(['rounds', 'deliver', 'resume'])(
      'in step %s, one copy runs and status and journal agree',
      async (step) => {
        rmSync(filler, { force: true });
        await startGauge(gate, 'squeezed');
        try {
          const command = small.start('--json', 'migrate', 'squeezed', '--from', 'gate', '--to', 'weir');
          await command.until((event) => event.event === 'run.step' && event.step === step);
          await fill();
          const { status, stdout } = await command.finished;
          const report = JSON.parse(stdout) as { run: string; runningOn: string };
          expect(await hostsRunning('squeezed', [gate, weir])).toEqual([report.runningOn]);
          expect(status).toBe(report.runningOn === 'weir' ? 0 : 1);
          await countsOn({ host: report.runningOn === 'weir' ? weir : gate, name: 'squeezed' });
          const shown = await small.json('show', report.run);
          expect(shown).toMatchObject({ status: 0, document: { runningOn: report.runningOn } });
        } finally {
          await removeGauge('squeezed', gate, weir);
        }
      },
    );

    test('no run is begun', async () => {
      await fill();
      const gauge = await startGauge(gate, 'waiting');
      try {
        const before = await tracesOf(weir);
        const { status, document } = await small.json('migrate', 'waiting', '--from', 'gate', '--to', 'weir');
        expect(status).toBe(1);
        expect(document).toMatchObject({ error: { code: 'disk-full' } });
        await expectUntouched(gauge);
        await expectAsBefore(weir, before);
      } finally {
        await removeGauge('waiting', gate);
      }
    });
  });

  test('readings of a gauge that was never moved are whole, or the tests above prove nothing', async () => {
    await startGauge(gate, 'control');
    try {
      expect(await readingsOf(gate, 'control')).toMatch(/^1 \d+ \d+\n2 /);
    } finally {
      await removeGauge('control', gate);
    }
  });
});
