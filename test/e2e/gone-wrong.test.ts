/** Moves that go wrong, on real hosts: what the window says of them, and what a technician does about it there. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeInWindowOnHosts } from './describe-in-window.ts';
import type { EdgeHost } from '../edge/host.ts';
import { images, loadImage } from '../edge/images.ts';
import { CommandLine } from '../integration/command-line.ts';
import { countsOn, expectUntouched, hostsRunning, removeGauge, startGauge } from '../integration/gauges.ts';
import { expectAccessible } from './accessible.ts';
import { WindowFixture } from './window-fixture.ts';

// A busy machine is slow, not wrong; a host that is off is given its time to answer.
const longestMs = 120_000;
vi.setConfig({ testTimeout: 3 * longestMs });

describeInWindowOnHosts('when a move goes wrong', () => {
  let fixture: WindowFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  let shiplock: CommandLine;

  beforeAll(async () => {
    fixture = await WindowFixture.up();
    ({ upper, lower } = fixture.hosts);
    shiplock = new CommandLine({ home: fixture.hosts.home });
    await Promise.all([upper, lower].map((host) => loadImage(host, 'gauge')));
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  async function open(place: string): Promise<Page> {
    const page = await fixture.open(place);
    page.setDefaultTimeout(longestMs);
    return page;
  }

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const runsOn = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words }).waitFor();

  test('what stands in its way is mended, replaced and accepted in the wizard, each by one who has seen it; then it moves', async () => {
    await upper.shell('docker network create --subnet 10.99.1.0/24 river');
    const data = '/var/lib/docker/volumes/blocked-data/_data';
    await lower.shell(`docker volume create blocked-data; echo theirs >${data}/theirs`);
    await lower.shell(`docker create --name blocked ${images.gauge}`);
    const gauge = await startGauge(upper, 'blocked', { options: '--network river --publish 7000' });
    const page = await open('/migrate/upper/blocked');
    const checked = () => button(page, 'Check again').waitFor();
    await button(page, 'Next').click();
    await page.getByRole('radio', { name: /^lower/ }).check();
    await button(page, 'Check this move').click();
    await page.getByText('3 things stand in the way').waitFor();
    await seen(page, 'wizard-blocked');

    await button(page, 'Let Shiplock mend it …').click();
    const question = page.getByRole('dialog');
    await question.getByText('docker network create --driver bridge --subnet 10.99.1.0/24').waitFor();
    expect((await lower.run(['docker', 'network', 'inspect', 'river'])).status).not.toBe(0);
    await question.getByRole('button', { name: 'Run these commands' }).click();
    await question.getByText('Done. The check finds nothing any more.').waitFor();
    await question.getByRole('button', { name: 'Close' }).click();
    await page.getByText('2 things stand in the way').waitFor();
    expect(await page.getByText('has no network named river').count()).toBe(0);
    expect(
      await lower.shell('docker network inspect --format "{{(index .IPAM.Config 0).Subnet}}" river'),
    ).toBe('10.99.1.0/24\n');

    // It is checked again by itself, and the answer stays where it was given.
    await page.getByRole('checkbox', { name: 'Replace the data on lower.' }).check();
    await page.getByText('One thing stands in the way').waitFor();
    await checked();
    await page.locator('input[type=checkbox]:focus').waitFor();
    await lower.shell('docker rm blocked');
    await button(page, 'Check again').click();
    await page.getByText('if you accept one warning').waitFor();
    await checked();
    expect(await button(page, 'Next').isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: 'I accept this' }).check();
    await button(page, 'Next').click();
    await page.getByRole('heading', { name: 'Step 3 of 5: How' }).waitFor();
    await button(page, 'Next').click();
    await page.getByText('Data on lower is replaced and cannot be brought back').waitFor();
    await page.getByText('What you accept').waitFor();
    await seen(page, 'wizard-replaces');
    await button(page, 'Start the move').click();
    await page.getByText('✓ Moved').waitFor();
    expect(await hostsRunning('blocked', [upper, lower])).toEqual(['lower']);
    await countsOn({ ...gauge, host: lower });
    expect(await lower.shell(`ls ${data}`)).toBe('readings\n');

    // What is over is not taken back, but moved back.
    await page.getByRole('link', { name: 'Move it back to upper …' }).click();
    await page.getByRole('heading', { name: 'Move blocked' }).waitFor();
    await button(page, 'Next').click();
    expect(await page.getByRole('radio', { name: /^upper/ }).isChecked()).toBe(true);
    await page.close();
    await removeGauge('blocked', upper, lower);
  });

  test('with the target off, the copy that is kept on the source goes on once a person has said that it is', async () => {
    const gauge = await startGauge(upper, 'halved');
    const { run } = await shiplock.startMove('halved', '--max-rounds', '0').killAt('check');
    await lower.powerLoss();
    const page = await open(`/runs/${run}`);
    await runsOn(page, 'halved ran on lower when it was heard of last; lower does not answer now');
    await page.getByText('frozen here, whole').waitFor();
    await page.getByText('It is not carried out by this Shiplock').click();
    await seen(page, 'run-target-off');
    // Whoever wants something of its source finds out how it stands.
    await fixture.hosts.station.call('containers.list', { host: 'upper' });
    await page.getByText('! Needs attention').waitFor();
    const reason = page.getByRole('alert').filter({ hasText: 'It is not known whether lower runs one' });
    await reason.getByText('without the target').waitFor();
    await reason.getByText(/Taking the move back did not finish. .*lower/).waitFor();
    await seen(page, 'run-attention');
    expect(await hostsRunning('halved', [upper])).toEqual([]);

    await button(page, 'Take it back without the target …').click();
    const question = page.getByRole('dialog');
    await question.getByText('halved will run twice').waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Rather not');
    await question.getByRole('checkbox').check();
    await question.getByRole('button', { name: 'Take it back' }).click();
    await runsOn(page, 'halved runs on upper');
    await expectUntouched(gauge);
    expect(await button(page, 'Take it back without the target …').count()).toBe(0);

    await lower.boot();
    await button(page, 'Go on with it').click();
    await page.getByText('↩ Taken back').waitFor();
    await seen(page, 'run-taken-back-at-last');
    await page.getByRole('link', { name: 'Try the move again …' }).waitFor();
    expect(await hostsRunning('halved', [upper, lower])).toEqual(['upper']);
    await expectUntouched(gauge);
    await page.close();
    await removeGauge('halved', upper, lower);
  });

  test('with the source dead, its container is started from what has arrived, by whoever types its name; back, the source keeps still', async () => {
    await lower.capRate(20);
    // All of its memory is new in every second, so that there is a next round.
    const words = '--memory 16 --dirty-pages-per-tick 400';
    const gauge = await startGauge(upper, 'drowned', { words, options: '--restart unless-stopped' });
    const move = shiplock.startMove('drowned', '--max-rounds', '3');
    const round = await move.until((event) => event.event === 'run.round' && event.round.kind === 'memory');
    move.signal('SIGKILL');
    await move.finished;
    await upper.powerLoss();
    await lower.capRate(1000);
    const page = await open(`/runs/${'run' in round ? round.run : ''}`);
    await page.getByText('It is not carried out by this Shiplock').click();
    await button(page, 'Go on with it').click();
    await page.getByText('! Needs attention').waitFor();
    await runsOn(page, 'drowned ran on upper when it was heard of last; upper does not answer now');
    const reason = page.getByRole('alert').filter({ hasText: 'upper does not answer, and had drowned' });
    await reason.getByText('Start it from what arrived').waitFor();
    expect(await reason.textContent()).not.toMatch(/\dT\d\d:/);
    await seen(page, 'run-source-dead');
    await button(page, 'Start it on lower from what arrived …').click();
    const question = page.getByRole('dialog');
    await question.getByText('What is missing').waitFor();
    await seen(page, 'run-rescue');
    const start = question.getByRole('button', { name: 'Start it there' });
    await question.getByRole('textbox').fill('drown');
    expect(await start.isDisabled()).toBe(true);
    expect(await hostsRunning('drowned', [lower])).toEqual([]);
    await question.getByRole('textbox').fill('drowned');
    await start.click();
    await runsOn(page, 'drowned runs on lower');
    expect(await hostsRunning('drowned', [lower])).toEqual(['lower']);
    await button(page, 'End it without the source …').waitFor();

    await upper.boot();
    await button(page, 'Go on with it').click();
    await page.getByText('✓ Moved').waitFor();
    await page.getByText('It was rescued').waitFor();
    await page.getByText('it may hold what is newer').waitFor();
    await seen(page, 'run-rescued');
    expect(await hostsRunning('drowned', [upper, lower])).toEqual(['lower']);
    await countsOn({ ...gauge, host: lower });
    await page.close();
  });

  /** Pictures of it are kept; axe finds nothing; it needs no scrolling sideways at 200 % zoom. */
  async function seen(page: Page, name: string): Promise<void> {
    await fixture.picture(page, name);
    await expectAccessible(page);
    await page.setViewportSize({ width: 640, height: 360 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(640);
    await page.setViewportSize({ width: 1280, height: 720 });
  }
});
