/** Restore points of running containers, taken from a real host into a real store. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { extract } from '../../electron/backups/browse/extract.ts';
import { storedFiles } from '../../electron/backups/browse/file-tree.ts';
import { View } from '../../electron/backups/browse/view.ts';
import { StoredCheckpoint } from '../../electron/backups/checkpoint/stored-checkpoint.ts';
import type { RestorePointName } from '../../electron/backups/restore-point.ts';
import { Store } from '../../electron/backups/store/store.ts';
import { takeRestorePoint, type TakenPoint } from '../../electron/backups/take/take.ts';
import type { TakePhase } from '../../electron/backups/take/take-request.ts';
import { viewOf } from '../../electron/backups/stored-view.ts';
import { readBytes } from '../../electron/backups/tree/blocks.ts';
import { nameOf, treePath } from '../../electron/backups/tree/path.ts';
import { TreeReader } from '../../electron/backups/tree/tree-reader.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import type { Engine } from '../../electron/engines/engine.ts';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { type Journal, openJournal } from '../../electron/journal/journal.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { images, loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { assertNothingLost } from '../edge/readings.ts';
import { inEnglish } from '../english.ts';
import { saying } from '../saying.ts';
import { churnCheckScript, churnScript } from './churn.ts';
import { failureOf } from './failure-of.ts';
import { expectUntouched, type Gauge, readingsOf, removeGauge, startGauge } from './gauges.ts';
import { expectNoTraces, onMachine, startContainer } from './station-fixture.ts';

describeOnHosts('a restore point', () => {
  let host: EdgeHost;
  let session: Session;
  let engine: Engine;
  let home: string;
  let store: Store;
  let journal: Journal;
  let gauge: Gauge;

  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'upper', flavour: 'docker26' });
    await loadImage(host, 'gauge');
    session = await connect(hostOf(host));
    engine = await openDocker(session);
  });
  afterAll(async () => {
    engine?.close();
    session?.close();
    await host?.down();
  });
  beforeEach(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'shiplock-take-'));
    journal = openJournal(home);
    store = await Store.open(path.join(home, 'store'), {
      keyring: null,
      ask: async () => 'correct horse battery staple',
      tellRecoveryKey: () => undefined,
    });
  });
  afterEach(async () => {
    store?.[Symbol.dispose]();
    journal?.close();
    rmSync(home, { recursive: true, force: true });
    await removeGauge('gauge', host);
    await host.shell('rm -f /usr/local/sbin/runc');
  });

  let wireBytes: number;
  async function take(
    name: string,
    { onPhase, signal }: { onPhase?: (phase: TakePhase) => void; signal?: AbortSignal } = {},
  ): Promise<TakenPoint> {
    wireBytes = 0;
    const container = await engine.container(name);
    if (container === undefined) throw new Error(`there is no ${name}`);
    return takeRestorePoint({
      session,
      engine,
      store,
      journal,
      container,
      scratch: home,
      onPhase: onPhase ?? (() => undefined),
      onBytes: (bytes) => {
        wireBytes += bytes;
      },
      signal: signal ?? new AbortController().signal,
    });
  }

  async function fileIn(name: RestorePointName, kind: string, file: string): Promise<string> {
    const place = (await store.describe(name)).places.find((each) => each.kind === kind);
    if (place === undefined) throw new Error(`${name} has no ${kind}`);
    const entry = await new TreeReader(store, place.root).at(Buffer.from(file));
    if (entry.kind !== 'file' || entry.content.in !== 'chunks') throw new Error(`${file} is no file`);
    const parts: Buffer[] = [];
    for await (const part of readBytes(store, { bytes: entry.bytes, content: entry.content }))
      parts.push(part);
    return Buffer.concat(parts).toString();
  }

  async function volumeOf(name: RestorePointName): Promise<TreeReader> {
    const { places } = await store.describe(name);
    return new TreeReader(store, places.find(({ kind }) => kind === 'volume')?.root ?? ('' as never));
  }

  async function extractVolume(name: RestorePointName, out: string): Promise<void> {
    const view = View.ofTree(storedFiles(await volumeOf(name)));
    await extract(view, await view.root(), out);
  }

  /** Of a gauge's volume, but for its readings, which go on. */
  const sums = (folder: string): string =>
    `cd '${folder}' && find . -type f ! -name readings -printf '%m %s ' -exec sha256sum {} \\; | sort`;
  const sumsIn = (folder: string): Promise<string> => onMachine(['sh', '-c', sums(folder)]);

  test('holds memory, files and configuration of one moment, and the container goes on', async () => {
    gauge = await startGauge(host, 'gauge', { words: '--memory 64', options: '--restart unless-stopped' });
    const before = await readingsOf(host, 'gauge');
    const taken = await take('gauge');
    const after = await readingsOf(host, 'gauge');
    expect(taken).toMatchObject({ name: 'rp1', leftOut: [], withoutMemory: undefined });
    expect(taken.pausedMs).toBeGreaterThan(0);
    await expectUntouched(gauge);
    await expectNoTraces(host);

    const point = await store.describe(taken.name);
    expect(point).toMatchObject({ host: 'upper', container: { id: gauge.id, name: 'gauge' } });
    expect(point.volumes.map(({ name }) => name)).toEqual(['gauge-data']);
    const readings = await fileIn(taken.name, 'volume', 'readings');
    const whole = readings.slice(0, readings.lastIndexOf('\n') + 1);
    assertNothingLost(whole);
    expect(whole.startsWith(before) && after.startsWith(whole)).toBe(true);
    const checkpoint = await StoredCheckpoint.open(store, point.checkpoint?.root ?? ('' as never));
    expect(await checkpoint.size('pages-1.img')).toBeGreaterThan(64e6);
    expect(journal.takes.of('upper')).toEqual([]);
    expect((await store.verify()).damages).toEqual([]);
  });

  test('after another one adds under 2 % of that to the store and to the wire', async () => {
    gauge = await startGauge(host, 'gauge', { words: '--memory 128 --dirty 0' });
    const first = await take('gauge');
    const firstWire = wireBytes;
    const second = await take('gauge');
    expect(second.addedBytes).toBeLessThan(first.addedBytes * 0.02);
    expect(wireBytes).toBeLessThan(firstWire * 0.02);
    expect(await fileIn(second.name, 'volume', 'readings')).not.toBe('');
  });

  test('in which a large file changed by a page adds under 2 % of it, and has the file as it is', async () => {
    gauge = await startGauge(host, 'gauge', { words: '--memory 8 --dirty 0' });
    const folder = '/var/lib/docker/volumes/gauge-data/_data';
    await host.shell(
      `head -c 128M /dev/urandom >${folder}/large; setfattr -n user.note -v x ${folder}/large`,
    );
    await take('gauge');
    await host.shell(
      `head -c 4096 /dev/urandom | dd of=${folder}/large bs=4096 seek=9000 conv=notrunc; chmod 640 ${folder}/large`,
    );
    const second = await take('gauge');
    expect(second.addedBytes).toBeLessThan(128e6 * 0.02);
    expect(wireBytes).toBeLessThan(128e6 * 0.02);
    await extractVolume(second.name, path.join(home, 'out'));
    expect(await sumsIn(path.join(home, 'out'))).toBe(await host.shell(sums(folder)));
    expect((await store.verify()).damages).toEqual([]);
    await expectNoTraces(host);
  });

  test('has large files as they are, whatever became of them since the one before', async () => {
    gauge = await startGauge(host, 'gauge');
    const folder = '/var/lib/docker/volumes/gauge-data/_data';
    await host.shell(`cd ${folder}; set -e
      for name in same grown shorter rewritten linked gone; do head -c 6000000 /dev/urandom >$name; done
      ln linked 'linked too'; truncate -s 100M sparse; head -c 5000000 /dev/urandom >>sparse`);
    await take('gauge');
    await host.shell(`cd ${folder}; set -e
      echo more >>grown; truncate -s 5000000 shorter; head -c 6000000 /dev/urandom >rewritten; echo more >>linked
      echo more >>sparse; rm gone; head -c 6000000 /dev/urandom >"$(printf 'new \\377\\nname')"; cp grown copied`);
    const second = await take('gauge');
    await extractVolume(second.name, path.join(home, 'out'));
    expect(await sumsIn(path.join(home, 'out'))).toBe(await host.shell(sums(folder)));
    expect((await store.verify()).damages).toEqual([]);
    const volume = await volumeOf(second.name);
    const linked = [await volume.at(Buffer.from('linked')), await volume.at(Buffer.from('linked too'))];
    expect(new Set(linked.map(({ kind }) => kind))).toEqual(new Set(['file', 'hard-link']));
    await expectNoTraces(host);
  });

  test('outlives the one before', async () => {
    gauge = await startGauge(host, 'gauge');
    const folder = '/var/lib/docker/volumes/gauge-data/_data/deep';
    const text = await host.shell(
      `mkdir ${folder}; head -c 3000000 /dev/urandom | base64 | tee ${folder}/large`,
    );
    const first = await take('gauge');
    const second = await take('gauge');
    store.remove(first.name);
    await store.prune();
    expect((await store.verify()).damages).toEqual([]);
    expect((await fileIn(second.name, 'volume', 'deep/large')) === text).toBe(true);
  });

  test('of a container that CRIU refuses has its files, and says why not its memory', async () => {
    gauge = await startGauge(host, 'gauge');
    const refuse = `#!/bin/sh
case " $* " in *" checkpoint "*)
  work=$(echo "$*" | sed 's/.*--work-path \\([^ ]*\\).*/\\1/')
  echo '(00.012345) Error (criu/tty.c:1861): tty: Found dangling tty with sid 5 pgid 9' >"$work/dump.log"
  sleep 0.2; exit 1 ;;
esac
exec /usr/sbin/runc "$@"
`;
    await host.writeFile('/usr/local/sbin/runc', refuse, 0o755);
    const taken = await take('gauge');
    expect(inEnglish(taken.withoutMemory)).toContain('uses a terminal');
    const point = await store.describe(taken.name);
    expect(point.checkpoint).toBeUndefined();
    expect(store.list()).toMatchObject([{ kind: 'files-only' }]);
    assertNothingLost(await fileIn(taken.name, 'volume', 'readings'));
    await expectUntouched(gauge);
    await expectNoTraces(host);
  });

  test('is none when a file of the container cannot be read, which is named', async () => {
    gauge = await startGauge(host, 'gauge');
    const tar = '/usr/local/sbin/tar';
    const broken = `#!/bin/sh
/usr/bin/tar "$@"
echo 'tar: ./level.db: Read error at byte 0, while reading 512 bytes: Input/output error' >&2
exit 2
`;
    await host.writeFile(tar, broken, 0o755);
    try {
      const failure = await failureOf(take('gauge'));
      expect(failure).toMatchObject({
        code: 'command-failed',
        state: saying('No restore point was made; gauge on upper is as before.'),
        remedy: saying(expect.anything()),
        details: expect.stringContaining('./level.db'),
      });
    } finally {
      await host.shell(`rm ${tar}`);
    }
    expect(store.list()).toEqual([]);
    await expectUntouched(gauge);
    await expectNoTraces(host);
    expect(readdirSync(home).filter((name) => name.startsWith('backup-'))).toEqual([]);
  });

  test('of files that change all the time is of one moment', async () => {
    const folder = '/var/lib/docker/volumes/churn-data/_data';
    const options = ['--volume', 'churn-data:/data', '--entrypoint', '/bin/sh'];
    await startContainer(host, 'churn', 'gauge', options, ['-c', `at=/data${churnScript}`]);
    try {
      await until(
        'it has been through all its files',
        async () => Number(await host.shell(`cat ${folder}/churn/i || true`)) > 220,
      );
      for (const times of ['first', 'second']) {
        const copy = path.join(home, times);
        await until('its count is not just being written', async () => {
          rmSync(copy, { recursive: true, force: true });
          await extractVolume((await take('churn')).name, copy);
          return readFileSync(path.join(copy, 'churn/i'), 'utf8') !== '';
        });
        expect(await onMachine(['sh', '-c', churnCheckScript, 'churn', copy])).toBe('');
      }
    } finally {
      await host.shell('docker rm --force churn; docker volume rm churn-data');
    }
  });

  test('fetches a large file that changes all the time once, of that its changed blocks, and as it was at the pause', async () => {
    const folder = '/var/lib/docker/volumes/database-data/_data';
    const options = ['--volume', 'database-data:/data', '--entrypoint', '/bin/sh'];
    const bytes = 12_000_000;
    // Each page that is written says which it is of all of them, so that one moment can be told from two.
    const write = `cd /data; head -c ${bytes} /dev/urandom >database; i=0; while [ ! -e stop ]; do
      i=$((i + 1)); printf '%08d' $i | dd of=database bs=8 seek=$((i % 40 * 512)) conv=notrunc 2>/dev/null; sleep 0.05
    done; exec sleep 1000`;
    await startContainer(host, 'database', 'gauge', options, ['-c', write]);
    const takeOfIt = async () => {
      const { name } = await take('database');
      const copy = path.join(home, name);
      await extractVolume(name, copy);
      const content = readFileSync(path.join(copy, 'database'));
      const { restless } = await store.describe(name);
      return { content, learned: restless?.files.find(({ path: of }) => of === 'database') };
    };
    /** Each of the last forty writings is there, and none after the last. */
    const expectOneMoment = (content: Buffer) => {
      const written = Array.from({ length: 40 }, (_, page) =>
        Number(content.toString('latin1', page * 4096, page * 4096 + 8)),
      );
      const last = Math.max(...written);
      expect(written.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => last - 39 + i));
    };
    try {
      await until(
        'it has written each page',
        async () => Number(await host.shell(`head -c 8 ${folder}/database`)) >= 40,
      );
      const first = await takeOfIt();
      expectOneMoment(first.content);
      expect(first.learned).toMatchObject({ bytes, again: 1 });

      const second = await takeOfIt();
      expectOneMoment(second.content);
      expect(wireBytes).toBeLessThan(bytes / 3);
      expect(second.content.equals(first.content)).toBe(false);

      await host.shell(`touch ${folder}/stop`);
      await until('its last change is old', async () => {
        return (await host.shell(`find ${folder}/database -not -newerct '4 seconds ago'`)) !== '';
      });
      const third = await takeOfIt();
      expect(wireBytes).toBeLessThan(bytes / 3);
      await host.writeFile('/root/third', third.content);
      await host.shell(`cmp /root/third ${folder}/database; rm /root/third`);
      expect(third.learned?.again).toBe(0.5);
      expect((await store.verify()).damages).toEqual([]);
      await expectNoTraces(host);
    } finally {
      await host.shell('docker rm --force database; docker volume rm database-data');
    }
  });

  test('fetches a file that changes all the time once, and as it was at the pause', async () => {
    const folder = '/var/lib/docker/volumes/restless-data/_data';
    const options = ['--volume', 'restless-data:/data', '--entrypoint', '/bin/sh'];
    const bytes = 2_000_000;
    const write = `cd /data; i=100000; while [ ! -e stop ]; do
      i=$((i + 1)); yes $i | head -c ${bytes} >.new; mv .new restless; sleep 0.05; done; exec sleep 1000`;
    await startContainer(host, 'restless', 'gauge', options, ['-c', write]);
    /** What came while it ran, and afterwards; and that the file is of one writing. */
    const takeOfIt = async () => {
      const cameBefore = new Map<TakePhase, number>();
      const { name } = await take('restless', { onPhase: (phase) => cameBefore.set(phase, wireBytes) });
      const file = await fileIn(name, 'volume', 'restless');
      expect(file.length).toBe(bytes);
      expect(new Set(file.split('\n').slice(0, -1)).size).toBe(1);
      const [files = 0, pause = 0, fetch = 0] = (['files', 'pause', 'fetch'] as const).map((phase) =>
        cameBefore.get(phase),
      );
      const { restless } = await store.describe(name);
      const [learned] = restless?.files.filter(({ path: of }) => of === 'restless') ?? [];
      return { file, whileItRan: pause - files, afterwards: wireBytes - fetch, learned };
    };
    try {
      await until('it has written', async () => (await host.shell(`ls ${folder}`)).includes('restless'));
      const first = await takeOfIt();
      expect(first.whileItRan).toBeGreaterThan(bytes);
      expect(first.learned).toMatchObject({ destination: '/data', bytes, again: 1 });

      const second = await takeOfIt();
      // A part of the next one may be lying there.
      expect(second.whileItRan).toBeLessThan(bytes);
      expect(second.afterwards).toBeGreaterThan(bytes);
      expect(second.file).not.toBe(first.file);

      await host.shell(`touch ${folder}/stop`);
      await until('its last change is old', async () => {
        return (await host.shell(`find ${folder}/restless -not -newerct '4 seconds ago'`)) !== '';
      });
      const third = await takeOfIt();
      expect(third.whileItRan).toBeLessThan(bytes / 10);
      expect(third.file === (await host.shell(`cat ${folder}/restless`))).toBe(true);
      expect(third.learned?.again).toBe(0.5);
    } finally {
      await host.shell('docker rm --force restless; docker volume rm restless-data');
    }
  });

  test.each([
    ['json-file', ['to err', 'to out']],
    ['local', ['to err', 'to out']],
    ['none', []],
  ])('has the end of a log that is kept by %s', async (driver, lines) => {
    const options = `--name printer --log-driver ${driver} --entrypoint /bin/sh`;
    await host.shell(`docker run ${options} ${images.gauge} -c 'echo to out; echo to err >&2'`);
    try {
      const { name } = await take('printer');
      // Docker reads both outputs at once: which line it has first is chance.
      const { log = '' } = await store.describe(name);
      expect(log.split('\n').filter(Boolean).sort()).toEqual(lines);
    } finally {
      await host.shell('docker rm --force printer');
    }
  });

  test('is browsed with what Docker has put into the container, as it saw it; and also when it does not run', async () => {
    gauge = await startGauge(host, 'gauge');
    const pid = (await host.shell("docker inspect --format '{{.State.Pid}}' gauge")).trim();
    const root = `/proc/${pid}/root`;
    const seenInside = (folder: string) => host.shell(`cd ${root}/${folder} && ls -A1`);
    const own = { '/': await seenInside('.'), '/etc': await seenInside('etc') };
    const readInside = (file: string) => host.shell(`cat ${root}/${file}`);
    const files = ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf'];
    const contents = await Promise.all(files.map(readInside));
    const running = await take('gauge');
    await host.shell('docker stop --time 1 gauge');
    const stopped = await take('gauge');
    for (const { name } of [running, stopped]) {
      const view = viewOf(store, await store.describe(name), 'container');
      for (const [folder, listed] of Object.entries(own)) {
        const names: string[] = [];
        for await (const { path: seen } of view.list(await view.at(treePath(Buffer.from(folder)))))
          names.push(nameOf(seen).toString());
        expect(names.toSorted(byText)).toEqual(listed.trim().split('\n').toSorted(byText));
      }
      // Newer Dockers take the address out when the container ends.
      for (const [index, file] of name === running.name ? files.entries() : []) {
        const parts: Buffer[] = [];
        for await (const part of view.bytes(await view.at(treePath(Buffer.from(file))))) parts.push(part);
        expect(Buffer.concat(parts).toString()).toBe(contents[index]);
      }
    }
    expect((await store.verify()).damages).toEqual([]);
  });

  test('of a container that does not run has its files', async () => {
    gauge = await startGauge(host, 'gauge');
    await host.shell('docker stop --time 1 gauge');
    const taken = await take('gauge');
    expect(taken).toMatchObject({ pausedMs: 0, withoutMemory: saying(expect.stringContaining('exited')) });
    expect(await fileIn(taken.name, 'volume', 'readings')).toBe(await readingsOf(host, 'gauge'));
  });

  test('of a container that its user has paused has its files, and leaves it paused', async () => {
    gauge = await startGauge(host, 'gauge');
    await host.shell('docker pause gauge');
    const taken = await take('gauge');
    expect(taken).toMatchObject({ pausedMs: 0, withoutMemory: saying(expect.stringContaining('paused')) });
    expect(await host.shell("docker inspect --format '{{.State.Status}}' gauge")).toBe('paused\n');
    await host.shell('docker unpause gauge');
    await expectUntouched(gauge);
  });

  test('is refused while a run has marked the container, and does not let go on what that has frozen', async () => {
    gauge = await startGauge(host, 'gauge');
    const mark = `/run/shiplock/moving/${gauge.id}`;
    const runc = `/usr/sbin/runc --root ${engine.runtimeRoot}`;
    await host.shell(`mkdir -p /run/shiplock/moving; echo 0a1b2c >${mark}; ${runc} pause ${gauge.id}`);
    try {
      expect(await failureOf(take('gauge'))).toMatchObject({ code: 'busy' });
      expect(await host.shell(`${runc} state ${gauge.id}`)).toContain('"status": "paused"');
      expect(await host.shell(`cat ${mark}`)).toBe('0a1b2c\n');
    } finally {
      await host.shell(`${runc} resume ${gauge.id}; rm ${mark}; rmdir /run/shiplock/moving /run/shiplock`);
    }
    await expectUntouched(gauge);
  });

  test.each<TakePhase>(['image', 'files', 'pause', 'fetch', 'finish'])(
    'that is cancelled in the phase %s is none, and leaves nothing',
    async (phase) => {
      gauge = await startGauge(host, 'gauge');
      const cancel = new AbortController();
      const onPhase = (now: TakePhase): void => {
        if (now === phase) cancel.abort(new Error('no more'));
      };
      await failureOf(take('gauge', { onPhase, signal: cancel.signal }));
      expect(store.list()).toEqual([]);
      await expectUntouched(gauge);
      await expectNoTraces(host);
      expect(journal.takes.of('upper')).toEqual([]);
    },
  );
});

const byText = (one: string, other: string): number => (one < other ? -1 : 1);
