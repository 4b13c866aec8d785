/** Memory is read through a chain of checkpoints, each with what changed since the one before, as the process had it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dump, preDump } from '../../electron/checkpoint/dump.ts';
import { readCheckpoint } from '../../electron/checkpoint/images/checkpoint.ts';
import type { ImageFiles } from '../../electron/checkpoint/images/image-files.ts';
import { memoryPieces } from '../../electron/checkpoint/images/memory-pieces.ts';
import { ProcessMemory } from '../../electron/checkpoint/images/process-memory.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { markContainer } from '../../electron/migration/mark.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { startGauge } from '../integration/gauges.ts';
import { imagesOf } from '../integration/images-of-host.ts';
import { docker } from '../integration/station-fixture.ts';

const pageBytes = 4096;
const workspace = '/run/chain';

describeOnHosts('a chain of checkpoints', () => {
  let host: EdgeHost;
  let session: Session;
  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'upper', machine: 'vm' });
    session = await connect(hostOf(host));
    await loadImage(host, 'gauge');
    await host.shell(`mkdir -p ${workspace}`);
  });
  afterAll(async () => {
    session?.close();
    await host?.down();
  });

  test('holds every page of the memory as it was, and the command line', async () => {
    const words = '--memory 8 --tick-ms 50 --dirty-pages-per-tick 1';
    const { id: containerId } = await startGauge(host, 'gauge', { words });
    const engine = await openDocker(session);
    const { runtimeRoot } = engine;
    engine.close();
    const leased = { containerId, key: 'trial' };
    await markContainer(session, leased, 'gauge');
    const request = { session, runtimeRoot, ...leased, work: `${workspace}/log`, limitSeconds: 100 };
    const [first, second, last] = ['first', 'second', 'last'].map((name) => `${workspace}/${name}`);
    if (first === undefined || second === undefined || last === undefined) throw new Error('no folders');
    await preDump({ ...request, images: first });
    await preDump({ ...request, images: second, parent: first });
    await docker(host, 'pause', 'gauge');
    await dump({ ...request, images: last, parent: second });

    const own = await imagesOf(host, last);
    const parent = { ...(await imagesOf(host, second)), parent: await imagesOf(host, first) };
    const chain: ImageFiles = { ...own, parent };
    const [gauge] = (await readCheckpoint(chain)).processes;
    expect(gauge?.command).toEqual(['/bin/gauge', ...words.split(' ')]);
    expect(gauge?.memoryBytes).toBeGreaterThan(8 << 20);

    const memory = await ProcessMemory.open(chain, 1, pageBytes);
    if (memory === undefined || gauge === undefined) throw new Error('no memory');
    expect(memory.bytesBefore).toBeGreaterThan(4 << 20);
    const ownPages = own.bytes('pages-1.img').length;
    expect(memory.bytes).toBe(ownPages);
    const pieces = [...memoryPieces(own.bytes('pagemap-1.img'), ownPages)];
    expect(pieces.reduce((bytes, { length }) => bytes + length, 0)).toBe(ownPages);

    const pid = await docker(host, 'container', 'inspect', '--format', '{{.State.Pid}}', 'gauge');
    const different: string[] = [];
    for (const { range, bytes, holds } of gauge.memoryMap) {
      if (!['anonymous', 'heap', 'stack'].includes(holds)) continue;
      const start = Number.parseInt(range, 16);
      const real = await realMemory(pid, start, bytes);
      for (let at = 0; at < bytes; at += pageBytes) {
        const page = real.subarray(at, at + pageBytes);
        const read = await memory.read(start + at, pageBytes);
        // Pages that nobody has written to are nowhere in the chain.
        const isSame = read.length === 0 ? page.every((byte) => byte === 0) : read.equals(page);
        if (!isSame) different.push((start + at).toString(16));
      }
    }
    expect(different).toEqual([]);
  });

  const realMemory = async (pid: string, start: number, bytes: number): Promise<Buffer> => {
    const [skip, count] = [start / pageBytes, bytes / pageBytes];
    const dd = `dd if=/proc/${pid}/mem bs=${pageBytes} skip=${skip} count=${count} status=none`;
    return Buffer.from(await host.shell(`${dd} | base64 -w0`), 'base64');
  };
});
