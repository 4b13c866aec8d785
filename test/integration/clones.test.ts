/** Restore points of a host whose file system has clones of files: btrfs here. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readBytes } from '../../electron/backups/tree/blocks.ts';
import { Store } from '../../electron/backups/store/store.ts';
import { takeRestorePoint } from '../../electron/backups/take/take.ts';
import { TreeReader } from '../../electron/backups/tree/tree-reader.ts';
import { openDocker } from '../../electron/engines/docker.ts';
import { connect } from '../../electron/hosts/connect.ts';
import { openJournal } from '../../electron/journal/journal.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { expectUntouched, startGauge } from './gauges.ts';
import { expectNoTraces } from './station-fixture.ts';

describeOnHosts('a large file on a file system with clones', () => {
  let host: EdgeHost;
  let home: string;

  beforeAll(async () => {
    host = await EdgeHost.up({
      name: 'upper',
      flavour: 'docker26',
      diskBytes: 4 * 2 ** 30,
      fileSystem: 'btrfs',
    });
    await loadImage(host, 'gauge');
  });
  afterAll(() => host?.down());
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'shiplock-clones-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  test('is cloned in the pause, not copied, and is in the restore point as it was then', async () => {
    const gauge = await startGauge(host, 'gauge');
    const large = '/var/lib/docker/volumes/gauge-data/_data/large';
    await host.shell(`head -c 32M /dev/urandom >${large}`);
    const was = await host.shell(`sha256sum <${large}`);
    // It changes all the time, and so in the pause's eyes.
    const touching = `while [ -e /run/busy ]; do touch ${large}; sleep 0.1; done`;
    await host.shell(`: >/run/busy; setsid sh -c '${touching}' </dev/null >/dev/null 2>&1 &`);
    using session = await connect(hostOf(host));
    const engine = await openDocker(session);
    using journal = openJournal(home);
    using store = await Store.open(path.join(home, 'store'), {
      keyring: null,
      ask: async () => 'correct horse battery staple',
      tellRecoveryKey: () => undefined,
    });
    const container = await engine.container('gauge');
    if (container === undefined) throw new Error('there is no gauge');
    let kept: Promise<string> | undefined;
    const taken = await takeRestorePoint({
      ...{ session, engine, store, journal, container, scratch: home },
      onPhase(phase) {
        // The container goes on, and what comes after the pause is none of its business.
        if (phase === 'fetch')
          kept = host.shell(`rm /run/busy; ls /var/lib/docker/shiplock-*; echo later >>${large}`);
      },
      onBytes: () => undefined,
      signal: new AbortController().signal,
    });
    engine.close();
    expect(await kept).toMatch(/^1-\d+\n$/);
    const { places } = await store.describe(taken.name);
    const volume = new TreeReader(store, places[1]?.root ?? ('' as never));
    const entry = await volume.at(Buffer.from('large'));
    if (entry.kind !== 'file' || entry.content.in !== 'chunks') throw new Error('the large file is no file');

    const sum = createHash('sha256');
    for await (const part of readBytes(store, { bytes: entry.bytes, content: entry.content }))
      sum.update(part);
    expect(`${sum.digest('hex')}  -\n`).toBe(was);
    await expectUntouched(gauge);
    await expectNoTraces(host);
    expect(await host.shell('ls -d /var/lib/docker/shiplock-* 2>/dev/null || true')).toBe('');
  });
});
