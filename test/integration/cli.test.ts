/** The command line and two hosts: its exit statuses, what it prints for people and for programs. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { userPassword } from '../edge/users.ts';
import { olderNode } from '../older-node.ts';
import { saying } from '../saying.ts';
import { CommandLine, eventsOf } from './command-line.ts';
import { acceptKey, addWords, CommandLineFixture } from './command-line-fixture.ts';
import { countsOn, expectUntouched, hostsRunning, readingsOf, removeGauge, startGauge } from './gauges.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

describeOnHosts('the command line and two hosts', () => {
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
    const other = fixture.fresh({ node });
    const file = path.join(fixture.folder, 'secrets.json');
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

  test('readings of a gauge that was never moved are whole, or the tests above prove nothing', async () => {
    await startGauge(gate, 'control');
    try {
      expect(await readingsOf(gate, 'control')).toMatch(/^1 \d+ \d+\n2 /);
    } finally {
      await removeGauge('control', gate);
    }
  });
});
