/** What Shiplock mends itself: shown first, done as agreed to, checked again, and told well where it fails. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FixPlan } from '../../shared/model.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { saying } from '../saying.ts';
import { CommandLine } from './command-line.ts';
import { failureOf } from './failure-of.ts';
import { countsOn, expectUntouched, type Gauge, removeGauge, startGauge } from './gauges.ts';
import { StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

let fixture: StationFixture;
let upper: EdgeHost;
let lower: EdgeHost;
let shiplock: CommandLine;

const of = { container: 'gauge', from: 'upper', to: 'lower' };
const words = ['gauge', '--from', 'upper', '--to', 'lower'];
const site = "it's the upper dam; $(reboot) `reboot` #1 危险";

/** As the user is shown it, and agrees to it. */
const agreedTo = (fixes: readonly FixPlan[]) => fixes.map(({ host, commands }) => ({ host, commands }));

describeOnHosts('a fix', () => {
  let gauge: Gauge;

  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    ({ upper, lower } = fixture);
    shiplock = new CommandLine({ home: fixture.home });
    await loadImage(upper, 'gauge');
    await loadImage(lower, 'gauge');
    await upper.run([
      ...[
        'docker',
        'network',
        'create',
        '--subnet',
        '10.99.1.0/24',
        '--gateway',
        '10.99.1.254',
        '--internal',
      ],
      ...['--opt', 'com.docker.network.driver.mtu=1400', '--label', `site=${site}`, 'river'],
    ]);
    gauge = await startGauge(upper, 'gauge', {
      options: '--network river --ip 10.99.1.7',
      words: '--memory 2',
    });
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  const networkOn = async (host: EdgeHost): Promise<unknown> => {
    const { stdout } = await host.run(['docker', 'network', 'inspect', 'river']);
    const [network] = JSON.parse(stdout) as Record<string, unknown>[];
    const { Driver, IPAM, Internal, Options, Labels } = network ?? {};
    return { Driver, IPAM, Internal, Options, Labels };
  };

  test('that was not agreed to, or not to this, is not done', async () => {
    const before = await tracesOf(lower);
    const finding = 'network-missing';
    const [fix] = await fixture.station.call('fixes.list', { finding, of });
    for (const agreed of [
      [],
      [{ host: 'lower', commands: ['docker network create river'] }],
      [{ host: 'upper', commands: fix?.commands ?? [] }],
    ]) {
      const failure = await failureOf(fixture.station.call('fixes.apply', { finding, of, agreed }));
      expect(failure).toMatchObject({ code: 'usage', exitStatus: 2, state: saying('Nothing was changed.') });
    }
    // Nobody is there to ask.
    const { stdout, stderr, status } = await shiplock.run('fix', finding, ...words);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain('docker network create --driver bridge --subnet 10.99.1.0/24');
    expect(stderr).toContain('--yes');
    expect((await lower.run(['docker', 'network', 'inspect', 'river'])).status).not.toBe(0);
    await expectAsBefore(lower, before);
    await expectUntouched(gauge);
  });

  test('is not offered for what is not there, or is the user’s to decide', async () => {
    const answer = await shiplock.json('fix', 'port-taken', ...words, '--yes');
    expect(answer).toMatchObject({
      status: 2,
      document: {
        error: {
          code: 'usage',
          message: saying('There is no finding port-taken now.'),
          remedy: saying('It can mend: network-missing'),
        },
      },
    });
    await lower.shell('docker create --name gauge shiplock/gauge:latest');
    try {
      const failure = await failureOf(fixture.station.call('fixes.list', { finding: 'name-taken', of }));
      expect(failure).toMatchObject({
        code: 'usage',
        message: 'name-taken is not a thing that Shiplock can mend.',
      });
    } finally {
      await lower.shell('docker rm gauge');
    }
  });

  test('is not offered for a network whose addresses the target uses for something else', async () => {
    await lower.shell('docker network create --subnet 10.99.0.0/16 lake');
    const { findings } = await fixture.plan('gauge');
    await lower.shell('docker network rm lake');
    expect(findings).toMatchObject([{ id: 'network-missing', severity: 'error', fixable: false }]);
    const { findings: again } = await fixture.plan('gauge');
    expect(again).toMatchObject([{ id: 'network-missing', fixable: true }]);
  });

  test('makes the missing network as it is on the source, through the contract', async () => {
    const finding = 'network-missing';
    const fixes = await fixture.station.call('fixes.list', { finding, of });
    const { done, left } = await fixture.station.call('fixes.apply', {
      finding,
      of,
      agreed: agreedTo(fixes),
    });
    expect({ done, left }).toEqual({ done: fixes, left: [] });
    expect(await networkOn(lower)).toEqual(await networkOn(upper));
    expect(await networkOn(lower)).toMatchObject({ Labels: { site } });
    await lower.shell('docker network rm river');
  });

  test('makes it from the command line, and the container moves into it', async () => {
    const { stdout, stderr, status } = await shiplock.run('fix', 'network-missing', ...words, '--yes');
    expect({ stdout, status }).toEqual({ stdout: 'Done on lower; the check is content now.\n', status: 0 });
    expect(stderr).toContain('lower:\n  docker network create --driver bridge');
    const again = await shiplock.run('fix', 'network-missing', ...words, '--yes');
    expect(again).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('There is no finding network-missing now.'),
    });
    await fixture.migrate('gauge');
    await countsOn({ host: lower, name: 'gauge' });
    const address = "docker inspect --format '{{.NetworkSettings.Networks.river.IPAddress}}' gauge";
    expect(await lower.shell(address)).toBe('10.99.1.7\n');
    await removeGauge('gauge', upper, lower);
  });

  test('that fails says so, with the host’s own words, and what state things are in', {
    timeout: 300_000,
  }, async () => {
    await lower.shell('dpkg --purge --force-depends rsync; rm -rf /var/lib/apt/lists/*');
    const { findings } = await fixture.station.call('hosts.check', { name: 'lower' });
    expect(findings[0]).toMatchObject({ id: 'rsync-missing', severity: 'error', fixable: true });
    // Nothing can be reached from there; apt gives up by itself, within a minute.
    const patient = new CommandLine({ home: fixture.home, longestMs: 240_000 });
    const { stderr, status, document } = await patient.json(
      'fix',
      'rsync-missing',
      '--host',
      'lower',
      '--yes',
    );
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
    expect(document).toMatchObject({
      error: {
        code: 'command-failed',
        message: saying('The remedy failed on lower.'),
        state: saying('Commands before the one that failed have had their effect; no container was touched.'),
        details: expect.stringContaining('E: '),
      },
    });
  });
});
