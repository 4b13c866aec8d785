/** A laptop whose disk is full, or fills up on the way of a move. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute } from '../edge/command.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import type { CommandLine } from './command-line.ts';
import { CommandLineFixture } from './command-line-fixture.ts';
import { countsOn, expectUntouched, hostsRunning, removeGauge, startGauge } from './gauges.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

describeOnHosts('on a laptop whose disk is full', () => {
  let fixture: CommandLineFixture;
  let gate: EdgeHost;
  let weir: EdgeHost;
  let small: CommandLine;
  let disk: string;
  const fill = () => execute(['dd', 'if=/dev/zero', `of=${disk}/filler`, 'bs=64k']);

  beforeAll(async () => {
    fixture = await CommandLineFixture.up();
    ({ gate, weir } = fixture);
    disk = path.join(fixture.folder, 'disk');
    execFileSync('mkdir', [disk]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'laptop', disk]);
    small = await fixture.acquainted({ home: path.join(disk, 'home') });
  });
  afterAll(async () => {
    execFileSync('umount', [disk]);
    await fixture[Symbol.asyncDispose]();
  });

  test.each(['rounds', 'deliver', 'resume'])(
    'in step %s, one copy runs and status and journal agree',
    async (step) => {
      rmSync(path.join(disk, 'filler'), { force: true });
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
