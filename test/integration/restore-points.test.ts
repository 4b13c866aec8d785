/** What a technician does when the box is dead: looks into a restore point, takes a file out, and brings it back on another box. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallOptions, Event, Input, MethodName, Output } from '../../shared/contract.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { assertNothingLost } from '../edge/readings.ts';
import { saying } from '../saying.ts';
import { failureOf } from './failure-of.ts';
import { countsOn, hostsRunning, readingsOf, removeGauge, startGauge } from './gauges.ts';
import { onMachine, StationFixture } from './station-fixture.ts';

describeOnHosts('restore points of a box that is dead', () => {
  let fixture: StationFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  /** Of the container's data, as it was at the end. */
  let atTheEnd: string;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28-containerd']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await startGauge(upper, 'gauge', { words: '--memory 16 --verify', options: '--env STATION=north' });
    await upper.shell('docker cp /etc/hostname gauge:/etc/note');
    await call('backups.take', { container: 'gauge', from: 'upper' });
    await countsOn({ host: upper, name: 'gauge' });
    await call('backups.take', { container: 'gauge', from: 'upper', comment: 'the last one' });
    atTheEnd = await readingsOf(upper, 'gauge');
    await upper.powerLoss();
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  const call = <Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    options: CallOptions = {},
  ): Promise<Output<Name>> =>
    fixture.station.call(method, input, { askSecret: async () => 'a boat in a lock', ...options });

  async function extracted(point: string): Promise<string> {
    const out = path.join(fixture.home, `readings-${point}-${process.hrtime.bigint()}`);
    await call('backups.extract', { point, path: '/data/readings', out });
    return readFileSync(out, 'utf8');
  }

  test('are listed, the newest first, and tell what they hold', async () => {
    const points = await call('backups.list', { container: 'gauge' });
    expect(points.map(({ name, kind, comment }) => [name, kind, comment])).toEqual([
      ['rp2', 'with-memory', 'the last one'],
      ['rp1', 'with-memory', undefined],
    ]);
    const shown = await call('backups.show', { point: 'rp2' });
    expect(shown).toMatchObject({ container: 'gauge', host: 'upper', image: 'shiplock/gauge:latest' });
    expect(shown.places.map(({ kind, destination, name }) => [kind, destination, name])).toEqual([
      ['rw-layer', '/', undefined],
      ['volume', '/data', 'gauge-data'],
    ]);
    expect(shown.log).toContain('memory is whole');
  });

  test('show files as the container saw them: of its image, its RW layer and its volumes', async () => {
    const names = async (folder: string, view: 'container' | 'rw-layer' = 'container') =>
      (await call('backups.browse', { point: 'rp2', path: folder, view })).entries.map((entry) => entry.path);
    expect(await names('/')).toEqual(expect.arrayContaining(['/bin', '/data', '/etc']));
    expect(await names('/data')).toEqual(['/data/readings']);
    expect(await names('/', 'rw-layer')).not.toContain('/bin');
    const program = await call('backups.browse', { point: 'rp2', path: '/bin/gauge' });
    expect(program.at).toMatchObject({ kind: 'file', uid: 0 });
    expect(program.at.mode & 0o111).toBe(0o111);
    expect(await names('/etc', 'rw-layer')).toContain('/etc/note');
    const nowhere = await failureOf(call('backups.browse', { point: 'rp2', path: '/nowhere' }));
    expect(nowhere).toMatchObject({ code: 'not-found', message: expect.stringContaining('/nowhere') });
  });

  test('lie in a layout in which other tools read their image', async () => {
    const place = `oci:${path.join(fixture.home, 'store')}:shiplock/gauge:latest`;
    const inspected = JSON.parse(await onMachine(['skopeo', 'inspect', place]));
    expect(inspected.Layers.length).toBeGreaterThan(0);
    await onMachine(['skopeo', 'copy', place, `dir:${path.join(fixture.home, 'copy')}`]);
  });

  test('show processes, with their open files', async () => {
    const { processes } = await call('backups.processes', { point: 'rp2' });
    expect(processes).toMatchObject([
      { pid: 1, parent: 0, command: ['/bin/gauge', '--memory', '16', '--verify'] },
    ]);
    expect(processes[0]?.openFiles.map(({ shown }) => shown).join('\n')).toContain('/data/readings');
    expect(processes[0]?.memoryBytes).toBeGreaterThan(16e6);
  });

  test('give files, and tell what differs between two', async () => {
    const [first, second] = [await extracted('rp1'), await extracted('rp2')];
    assertNothingLost(second);
    expect(second.startsWith(first) && atTheEnd.startsWith(second)).toBe(true);
    expect(second.length).toBeGreaterThan(first.length);
    const { differences } = await call('backups.diff', { before: 'rp1', after: 'rp2' });
    expect(differences).toContainEqual({
      path: '/data/readings',
      is: 'changed',
      respects: expect.arrayContaining(['content']),
    });
  });

  test('go on on another box from where they were, with their memory; meanwhile nothing is pruned', async () => {
    try {
      const taken = await extracted('rp2');
      let pruning: Promise<unknown> | undefined;
      const onEvent = (event: Event): void => {
        if (event.event === 'run.step') pruning ??= failureOf(call('backups.prune', {}));
      };
      const input = { point: 'rp2', to: 'lower', accept: ['all'] };
      const report = await call('restores.start', input, { onEvent });
      expect(await pruning).toMatchObject({ code: 'busy', state: saying('Nothing was removed.') });
      await call('backups.prune', {});
      expect(report).toMatchObject({ outcome: 'committed', runningOn: 'lower', restorePoint: 'rp2' });
      expect(await hostsRunning('gauge', [lower])).toEqual(['lower']);
      // One gauge, never begun anew: it goes on with the number after the last one of the restore point.
      await countsOn({ host: lower, name: 'gauge' });
      const after = await readingsOf(lower, 'gauge');
      expect(after.startsWith(taken)).toBe(true);
      assertNothingLost(after);
      expect(await lower.shell("docker inspect --format '{{.Config.Env}}' gauge")).toContain('STATION=north');
      expect(await lower.shell('docker cp gauge:/etc/note -')).toContain('upper');
      const again = await failureOf(call('restores.start', { point: 'rp1', to: 'lower', accept: ['all'] }));
      expect(again).toMatchObject({ code: 'preflight-failed' });
      const clone = { point: 'rp1', to: 'lower', name: 'before', accept: ['all'] };
      expect(await call('restores.start', clone)).toMatchObject({ outcome: 'committed' });
      const running = await lower.shell("docker ps --format '{{.Names}}' | sort");
      expect(running).toBe('before\ngauge\n');
    } finally {
      for (const name of ['gauge', 'before']) await removeGauge(name, lower);
    }
  });
});
