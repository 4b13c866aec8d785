/** An incident log of a move that failed: what its hosts told then is in it, although both are off by now. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { loadImage } from '../edge/images.ts';
import { readZip } from '../incidents/read-zip.ts';
import { expectUntouched, startGauge } from './gauges.ts';
import { StationFixture } from './station-fixture.ts';

const secret = 'wet-feet-4711';

describeOnHosts('an incident log', () => {
  let fixture: StationFixture;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    await loadImage(fixture.upper, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('of a move that was taken back holds the logs of CRIU, kernel and container, with both hosts off', async () => {
    const { upper, lower, station, home } = fixture;
    const name = 'forged';
    const gauge = await startGauge(upper, name, {
      options: `--env TOKEN=${secret} --label note=${secret} --entrypoint /bin/sh`,
      words: `-c 'echo token is $TOKEN; echo whole >/data/held; exec 3</data/held; exec gauge --memory 2'`,
    });
    // A stand-in for CRIU that changes an open file at the last moment, and then is CRIU.
    const held = `/var/lib/docker/volumes/${name}-data/_data/held`;
    const criu = (await lower.shell('command -v criu')).trim();
    await lower.shell(`mv ${criu} ${criu}.real`);
    const stand = `#!/bin/sh\n[ ! -e ${held} ] || echo forged >>${held}\nexec ${criu}.real "$@"\n`;
    await lower.writeFile(criu, stand, 0o755);

    const report = await fixture.start(name);
    expect(report).toMatchObject({ outcome: 'rolled-back', error: { code: 'restore-refused' } });
    await expectUntouched(gauge);

    // While they answer, hosts can be asked as well, with or without a run.
    const asked = path.join(home, 'asked.zip');
    expect(await station.call('incidents.export', { out: asked, askHosts: true })).toMatchObject({
      missing: [],
    });
    const askedOf = [...(await readZip(asked)).keys()].filter((file) => file.startsWith('hosts/host-'));
    for (const host of ['upper', 'lower'])
      expect(askedOf).toContainEqual(expect.stringMatching(new RegExp(`host-${host}-.*/kernel\\.log`)));
    await Promise.all([upper.powerLoss(), lower.powerLoss()]);

    const out = path.join(home, 'incident.zip');
    const made = await station.call('incidents.export', { out, run: report.run, language: 'zh' });
    expect(made.missing).toEqual([]);
    const files = await readZip(out);
    const named = (host: string, part: string) =>
      [...files].find(
        ([file]) => file.startsWith(`hosts/${report.run}-${host}-`) && file.endsWith(part),
      )?.[1];
    expect(named('upper', 'criu/run/log/dump.log')).toContain('Dumping finished successfully');
    expect(named('lower', 'restore.log')).toContain('bad size');
    expect(named('upper', 'container.log')).toContain('token is [removed]');
    for (const host of ['upper', 'lower']) {
      expect(named(host, 'versions.txt')).toMatch(/^kernel: Linux[\s\S]*^criu: [\s\S]*^docker: /m);
      expect(named(host, 'kernel.log')).toMatch(/\S/);
    }
    expect(files.get('report.html')).toContain('已回滚');
    for (const [file, text] of files) expect(text, file).not.toContain(secret);
    expect(await station.call('incidents.verify', { file: out })).toMatchObject({
      isWhole: true,
      log: { fingerprint: made.fingerprint, run: report.run },
    });
  });
});
