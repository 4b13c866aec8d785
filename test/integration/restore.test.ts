/** Restore points brought back to life, from the laptop alone: the programs go on, the data is there, what made way comes back. */
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PointReader } from '../../electron/backups/restore/point-reader.ts';
import type { StartRestore } from '../../electron/backups/restore/restores.ts';
import { Station } from '../../electron/station.ts';
import { fromErrorData } from '../../shared/errors.ts';
import type { CallOptions } from '../../shared/contract.ts';
import type { RunReport } from '../../shared/model.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { images, loadImage } from '../edge/images.ts';
import { parseReadings } from '../edge/readings.ts';
import { allInEnglish, inEnglish } from '../english.ts';
import { atBeginOf } from './at-begin-of.ts';
import { failureOf } from './failure-of.ts';
import {
  countsOn,
  expectUntouched,
  type Gauge,
  hostsRunning,
  readingsFile,
  readingsOf,
  startGauge,
} from './gauges.ts';
import { readPoint, takePoint } from './point-stand-in.ts';
import { docker, expectNoTraces, hasContainer, StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

let fixture: StationFixture;
let station: Station;
let upper: EdgeHost;
let lower: EdgeHost;

/** Of the gauge `kept`, with a volume, a folder of its host and a file of its own; and of `plain`, with a volume alone. */
const points = ['kept', 'plain'];

const openPoint = async (point: string): Promise<PointReader> => readPoint(path.join(fixture.home, point));

const usual = (point: string): StartRestore => ({
  point,
  to: 'lower',
  filesOnly: false,
  replace: false,
  accept: ['all'],
});

const restore = (
  point: string,
  request: Partial<StartRestore> = {},
  options: CallOptions = {},
): Promise<RunReport> => station.restore({ ...usual(point), ...request }, options);

/** Restores, and is content with nothing but a committed run. */
async function restored(point: string, request: Partial<StartRestore> = {}): Promise<RunReport> {
  const report = await restore(point, request);
  expect(report.error).toBeUndefined();
  expect(report).toMatchObject({
    outcome: 'committed',
    runningOn: request.to ?? 'lower',
    restorePoint: point,
  });
  return report;
}

const startKept = async (): Promise<Gauge> => {
  await upper.shell(
    'mkdir -p /srv/data && echo kept >/srv/data/file; echo set >/srv/settings; chmod 640 /srv/settings',
  );
  const options =
    '--restart unless-stopped --volume /srv/data:/srv --volume /srv/settings:/settings --publish 7070:7070';
  const gauge = await startGauge(upper, 'kept', { options, words: '--memory 8 --listen 7070' });
  // A new file, a link, one that goes, one that changes, a folder made anew: all that an RW layer can hold.
  await upper.shell(
    'docker exec kept sh -c "echo mine >/own && chown 1000:1000 /own && ln -s own /other && rm /etc/group && chmod 600 /etc/passwd && rm -r /var && mkdir /var && echo new >/var/file"',
  );
  return gauge;
};

/** Runs first and last, so that every test finds both gauges running on `upper`, and nothing on `lower`. */
async function clearUp(): Promise<void> {
  for (const host of [upper, lower]) {
    if (!host.poweredOn) await host.boot();
    await host.shell(
      'docker ps --all --quiet | xargs -r docker rm --force --volumes; docker volume ls --quiet | xargs -r docker volume rm; rm -rf /srv/*',
    );
  }
  await lower.shell('docker images --quiet | sort -u | xargs -r docker rmi --force');
}

describeOnHosts('a restore', () => {
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await startKept();
    await startGauge(upper, 'plain');
    // Somebody reads the gauge when the point is taken.
    const client = connect({ host: upper.address, port: 7070 });
    await once(client, 'data');
    for (const point of points) await takePoint(upper, point, path.join(fixture.home, point));
    client.destroy();
    await clearUp();
    station = new Station(fixture.home, openPoint);
  });
  afterAll(async () => {
    station?.[Symbol.dispose]();
    await fixture?.[Symbol.asyncDispose]();
  });
  afterEach(clearUp);

  test('on another host goes on from where the point was taken, though its first host is off', async () => {
    await upper.powerLoss();
    const report = await restored('kept');
    expect(report.from).toBe('upper');
    // That one's connection is closed; the gauge listens for others.
    using point = await openPoint('kept');
    expect(point.description.connections).toBe('close');
    const client = connect({ host: lower.address, port: 7070 });
    await once(client, 'data');
    client.destroy();
    const { count } = await countsOn({ host: lower, name: 'kept' });
    expect(count).toBeGreaterThan(3);
    expect(await lower.readFile('/srv/data/file')).toBe('kept\n');
    expect(await lower.shell('cat /srv/settings; stat -c %a /srv/settings; ls -A /srv')).toBe(
      'set\n640\ndata\nsettings\n',
    );
    const inside =
      'cat /own /other; stat -c %u /own; ls /etc/group 2>&1; stat -c %a /etc/passwd; ls /var; true';
    expect(await lower.shell(`docker exec kept sh -c '${inside}'`)).toBe(
      'mine\nmine\n1000\nls: /etc/group: No such file or directory\n600\nfile\n',
    );
    const asked = '{{.HostConfig.RestartPolicy.Name}} {{.Config.Image}}';
    expect(await docker(lower, 'inspect', '--format', asked, 'kept')).toBe(`unless-stopped ${images.gauge}`);
    await expectNoTraces(lower, { runtime: true });
    expect(await station.call('runs.show', { run: report.run })).toEqual(report);
    expect(await station.call('runs.list', {})).toMatchObject([
      { run: report.run, from: 'upper', to: 'lower' },
    ]);
  });

  test('of the same point works again and again', async () => {
    await restored('plain');
    await restored('plain', { name: 'second' });
    await restored('plain', { name: 'third', to: 'upper' });
    await countsOn({ host: lower, name: 'plain' });
    await countsOn({ host: lower, name: 'second-plain' });
    await countsOn({ host: upper, name: 'plain' });
  });

  test('under another name runs beside the original, with volumes of its own', async () => {
    const original = await startGauge(upper, 'plain');
    await restored('plain', { to: 'upper', name: 'clone' });
    expect(await hostsRunning('clone', [upper])).toEqual(['upper']);
    await countsOn({ host: upper, name: 'clone-plain' });
    await expectUntouched(original);
  });

  test('under another name is refused where it would share a folder or a port with the original, and says which', async () => {
    await startKept();
    const before = await tracesOf(upper);
    const { code, findings } = await failureOf(restore('kept', { to: 'upper', name: 'clone' }));
    expect(code).toBe('preflight-failed');
    expect(findings?.map(({ id }) => id).sort()).toEqual(['folder-taken', 'folder-taken', 'port-taken']);
    for (const what of ['/srv/data', '/srv/settings', '7070/tcp'])
      expect(JSON.stringify(findings)).toContain(what);
    await expectAsBefore(upper, before);
  });

  test.each(['upper', 'lower'])('on %s is refused while the original runs', async (to) => {
    const original = await startGauge(upper, 'plain');
    const before = [await tracesOf(upper), await tracesOf(lower)] as const;
    const { code, findings, state } = await failureOf(restore('plain', { to }));
    expect({ code, state: inEnglish(state) }).toEqual({
      code: 'preflight-failed',
      state: 'upper runs the original as before; nothing was touched.',
    });
    expect(findings).toContainEqual(expect.objectContaining({ id: 'original-runs', host: 'upper' }));
    await expectUntouched(original);
    await expectAsBefore(upper, before[0]);
    await expectAsBefore(lower, before[1]);
    expect((await station.call('runs.list', {})).some(({ state }) => state === 'running')).toBe(false);
  });

  test('in place of the original keeps it stopped, and its data', async () => {
    const original = await startKept();
    await upper.shell('echo newer >/srv/data/file');
    const newest = parseReadings(await readingsOf(upper, 'kept')).length;
    const { run, remarks } = await restored('kept', { to: 'upper', replace: true });
    await countsOn({ host: upper, name: 'kept' });
    expect(await upper.readFile('/srv/data/file')).toBe('kept\n');
    const parked = await docker(
      upper,
      'inspect',
      '--format',
      '{{.Id}} {{.State.Status}} {{.HostConfig.RestartPolicy.Name}}',
      `kept-parked-${run}`,
    );
    expect(parked).toBe(`${original.id} exited no`);
    expect(await upper.readFile(`/srv/data-parked-${run}/file`)).toBe('newer\n');
    const kept = await upper.readFile(readingsFile('kept').replace('kept-data', `kept-data-parked-${run}`));
    expect(kept.split('\n').length).toBeGreaterThan(newest);
    expect(allInEnglish(remarks).join('\n')).toContain(`volume kept-data-parked-${run}`);
    await expectNoTraces(upper, { runtime: true });
  });

  test('in place of the last one works as often as one likes', async () => {
    const runs = [
      await restored('kept', {}),
      await restored('kept', { replace: true }),
      await restored('kept', { replace: true }),
    ];
    await countsOn({ host: lower, name: 'kept' });
    const names = await docker(lower, 'ps', '--all', '--format', '{{.Names}} {{.State}}');
    expect(names.split('\n').sort()).toEqual([
      'kept running',
      ...runs.slice(1).map(({ run }) => `kept-parked-${run} exited`),
    ]);
  });

  test('on another host has the original make way where it runs', async () => {
    await startGauge(upper, 'plain', { options: '--restart always' });
    const { run } = await restored('plain', { replace: true });
    expect(await hostsRunning('plain', [upper, lower])).toEqual(['lower']);
    expect(await docker(upper, 'inspect', '--format', '{{.State.Status}}', `plain-parked-${run}`)).toBe(
      'exited',
    );
    await countsOn({ host: lower, name: 'plain' });
    await expectNoTraces(upper, { runtime: true });
  });

  test('that fails in place of the original starts it again, with the data that it had', async () => {
    const original = await startKept();
    await upper.shell('echo newer >/srv/data/file');
    const before = await withoutPids(upper);
    // CRIU refuses the restore: an image that it needs is gone.
    const onEvent = atBeginOf('resume', () => void upper.shell('rm /run/shiplock/*/images/pstree.img'));
    const report = await restore('kept', { to: 'upper', replace: true }, { onEvent });
    expect(report).toMatchObject({ outcome: 'rolled-back', error: { code: 'restore-refused' } });
    expect(inEnglish(report.error?.state)).toContain('upper runs kept again');
    expect(await docker(upper, 'inspect', '--format', '{{.Id}} {{.State.Status}}', 'kept')).toBe(
      `${original.id} running`,
    );
    expect(await upper.readFile('/srv/data/file')).toBe('newer\n');
    expect(await withoutPids(upper)).toBe(before);
  });

  test('of files alone starts the programs anew, on a host that has no CRIU', async () => {
    const criu = (await lower.shell('command -v criu')).trim();
    await lower.shell(`mv ${criu} ${criu}.away`);
    try {
      await restored('kept', { filesOnly: true });
      expect(await lower.readFile('/srv/data/file')).toBe('kept\n');
      expect(await docker(lower, 'exec', 'kept', 'cat', '/own')).toBe('mine');
      expect(
        await docker(lower, 'inspect', '--format', '{{.HostConfig.Runtime}} {{.State.Status}}', 'kept'),
      ).toBe('runc running');
      await expectNoTraces(lower, { runtime: true });
    } finally {
      await lower.shell(`mv ${criu}.away ${criu}`);
    }
  });

  test('leaves a name to the other image that has it on the host', async () => {
    await loadImage(lower, 'sensor');
    await lower.shell(`docker tag ${images.sensor} ${images.gauge}`);
    const other = await docker(lower, 'image', 'inspect', '--format', '{{.Id}}', images.gauge);
    await restored('plain');
    await countsOn({ host: lower, name: 'plain' });
    expect(await docker(lower, 'image', 'inspect', '--format', '{{.Id}}', images.gauge)).toBe(other);
  });

  test('is refused where data lies already that its own would replace', async () => {
    await lower.shell(
      'docker volume create plain-data && echo other >/var/lib/docker/volumes/plain-data/_data/file',
    );
    const { findings } = await failureOf(restore('plain'));
    expect(findings).toMatchObject([
      { id: 'volume-taken', host: 'lower', text: { en: expect.stringContaining('plain-data') } },
    ]);
    const { run } = await restored('plain', { replace: true });
    expect(await lower.readFile(`/var/lib/docker/volumes/plain-data-parked-${run}/_data/file`)).toBe(
      'other\n',
    );
  });

  test('that is cancelled leaves nothing on the host', async () => {
    const before = await tracesOf(lower);
    const cancel = new AbortController();
    const onEvent = atBeginOf('deliver', () => cancel.abort());
    const report = await restore('kept', {}, { onEvent, signal: cancel.signal });
    expect(report).toMatchObject({ outcome: 'rolled-back', runningOn: null, error: { code: 'cancelled' } });
    expect(report.steps.map(({ state }) => state)).toEqual(report.steps.map(() => 'undone'));
    expect(await hasContainer(lower, 'kept')).toBe(false);
    await expectAsBefore(lower, before);
  });

  test('from a damaged store leaves nothing on the host, and names what is damaged', async () => {
    const before = await tracesOf(lower);
    const folder = path.join(fixture.home, 'kept');
    const damaged = readPoint(folder);
    using other = new Station(fixture.home, async () => ({
      ...damaged,
      placeTar(place, signal) {
        if (place.kind !== 'volume') return damaged.placeTar(place, signal);
        return Readable.from(
          (async function* () {
            yield Buffer.alloc(512);
            throw fromErrorData({ code: 'store-damaged', message: 'A chunk is not what it was.' });
          })(),
        );
      },
    }));
    const report = await other.restore(usual('kept'));
    expect(report).toMatchObject({ outcome: 'rolled-back', error: { code: 'store-damaged' } });
    await expectAsBefore(lower, before);
  });

  test.each(['docker28', 'docker28-containerd'] as const)('goes on on %s', async (flavour) => {
    await using third = await EdgeHost.up({ name: `third-${flavour}`, flavour });
    await fixture.know(third);
    const own = new Station(fixture.home, openPoint);
    try {
      const report = await own.restore({ ...usual('plain'), to: third.name });
      expect(report.error).toBeUndefined();
      await countsOn({ host: third, name: 'plain' });
      await expectNoTraces(third, { runtime: true });
    } finally {
      own[Symbol.dispose]();
      await fixture.station.call('hosts.remove', { name: third.name });
    }
  });

  test.each(['deliver', 'resume'])('whose host restarts in step %s leaves nothing, or all', async (step) => {
    await lower.shell('rm -rf /usr/local/lib/shiplock');
    const before = await tracesOf(lower);
    let restarted: Promise<void> = Promise.resolve();
    const onEvent = atBeginOf(step, () => {
      restarted = lower.powerLoss().then(() => lower.boot());
    });
    const report = await restore('plain', {}, { onEvent });
    await restarted;
    const { outcome } =
      report.outcome === 'attention' ? await station.call('runs.resume', { run: report.run }) : report;
    if (outcome === 'committed') {
      await countsOn({ host: lower, name: 'plain' });
      await expectNoTraces(lower, { runtime: true });
    } else {
      expect(outcome).toBe('rolled-back');
      await expectAsBefore(lower, before);
    }
  });

  test('whose host is lost for good lets the original run again on its own, and is cleared up when that is back', async () => {
    const original = await startGauge(upper, 'plain');
    await lower.shell('rm -rf /usr/local/lib/shiplock');
    const before = await tracesOf(lower);
    const onEvent = atBeginOf('resume', () => void lower.powerLoss());
    const report = await restore('plain', { replace: true }, { onEvent });
    expect(report).toMatchObject({ outcome: 'attention', runningOn: null });
    expect(inEnglish(report.error?.state)).toContain('plain on upper is stopped, with all its data.');
    const { run } = report;
    expect(inEnglish(report.error?.remedy)).toContain(`shiplock rollback ${run} --without-target`);
    const undone = await station.call('runs.rollback', { run, withoutTarget: true });
    expect(undone).toMatchObject({ outcome: 'attention', runningOn: 'upper' });
    const state = '{{.Id}} {{.State.Status}}';
    expect(await docker(upper, 'inspect', '--format', state, 'plain')).toBe(`${original.id} running`);
    await lower.boot();
    const resumed = await station.call('runs.resume', { run });
    expect(resumed).toMatchObject({ outcome: 'rolled-back' });
    expect(await docker(upper, 'inspect', '--format', state, 'plain')).toBe(`${original.id} running`);
    await expectAsBefore(lower, before);
  });

  test('goes on over a new link when the old one is lost', async () => {
    const links: string[] = [];
    const loseLink = atBeginOf('deliver', () => void lower.shell('pkill -P "$(cat /run/sshd.pid)"'));
    const report = await restore(
      'kept',
      {},
      {
        onEvent(event) {
          if (event.event === 'host.link') links.push(event.state);
          loseLink(event);
        },
      },
    );
    expect(report).toMatchObject({ outcome: 'committed' });
    expect(links).toContain('lost');
    await countsOn({ host: lower, name: 'kept' });
    await expectNoTraces(lower, { runtime: true });
  });
});

/** A container that was started anew has other processes. */
const withoutPids = async (host: EdgeHost): Promise<string> =>
  (await tracesOf(host)).replaceAll(/^(\/\S+ \S+) \d+$/gm, '$1');
