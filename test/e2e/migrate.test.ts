/** Moves in the window, on real hosts: made ready, watched, taken back, interrupted; begun here or elsewhere. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { countsOn, expectUntouched, hostsRunning, removeGauge, startGauge } from '../integration/gauges.ts';
import { expectAccessible } from './accessible.ts';
import { describeInWindowOnHosts } from './describe-in-window.ts';
import { byKeyboard } from './keyboard.ts';
import { startInWizard } from './start-in-wizard.ts';
import { WindowFixture } from './window-fixture.ts';

// A busy machine is slow, not wrong; a window waits for hosts that do.
const longestMs = 120_000;
vi.setConfig({ testTimeout: 3 * longestMs });

describeInWindowOnHosts('moves in the window', () => {
  let fixture: WindowFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;

  beforeAll(async () => {
    fixture = await WindowFixture.up();
    ({ upper, lower } = fixture.hosts);
    await loadImage(upper, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  async function open(place?: string): Promise<Page> {
    const page = await fixture.open(place);
    page.setDefaultTimeout(longestMs);
    return page;
  }

  /** A gauge whose files take some seconds to be sent. */
  async function startLargeGauge(name: string): Promise<void> {
    await startGauge(upper, name);
    await upper.shell(`docker exec ${name} dd if=/dev/urandom of=/data/more bs=1M count=100`);
    await upper.capRate(100);
  }

  async function takeAway(name: string): Promise<void> {
    await upper.capRate(1000);
    await removeGauge(name, upper, lower);
  }

  test('the whole wizard goes by the keyboard, to a container that runs on its target', async () => {
    const gauge = await startGauge(upper, 'steady');
    const page = await open('/migrate/upper/steady');
    const { press, choose } = byKeyboard(page);
    await page.getByText('Image', { exact: true }).waitFor();
    await seen(page, 'wizard-what');
    await press('Next');
    // The only other host there is.
    await page.getByRole('radio', { name: /^lower .*Up/, checked: true }).waitFor();
    await choose('radio', /^lower/);
    await press('Check this move');
    await page.getByRole('button', { name: 'Check again' }).waitFor();
    await seen(page, 'wizard-where');
    await press('Next');
    await seen(page, 'wizard-how');
    await choose('checkbox', 'Keep the copy on upper');
    await press('Back');
    await press('Next');
    expect(await page.getByRole('checkbox', { name: 'Keep the copy on upper' }).isChecked()).toBe(true);
    await press('Next');
    await page.getByText('What it is likely to cost').waitFor();
    // The safe button has the focus.
    expect(await page.locator(':focus').textContent()).toBe('Back');
    await seen(page, 'wizard-review');
    await press('Start the move');
    await page.waitForURL(/\/runs\/r\d+$/);
    await page.getByRole('status').filter({ hasText: 'steady runs on lower' }).waitFor();
    await page.getByText('✓ Moved').waitFor();
    await page.getByText('It stood still for').waitFor();
    await page
      .getByRole('cell', { name: 'the last, in the freeze' })
      .or(page.getByRole('rowheader', { name: 'the last, in the freeze' }))
      .first()
      .waitFor();
    await seen(page, 'run-moved');
    expect(await hostsRunning('steady', [upper, lower])).toEqual(['lower']);
    await countsOn({ ...gauge, host: lower });
    // As it was asked for: stopped, under another name.
    expect(await upper.shell("docker ps --all --format '{{.Names}}'")).toContain('steady');
    await fixture.go(page, '/runs');
    await page
      .getByRole('link', { name: /^r\d+$/ })
      .first()
      .waitFor();
    await seen(page, 'runs');
    await page.close();
    await takeAway('steady');
  });

  test('a move that fails is shown as taken back, with the reason, and the container as running on its source', async () => {
    for (const host of [upper, lower]) await host.shell('mkdir /etc/station');
    await upper.shell('touch /etc/station/healthy');
    const health = "--health-cmd 'test -e /station/healthy' --health-interval 1s";
    const options = `${health} --volume /etc/station:/station:ro`;
    const gauge = await startGauge(upper, 'ailing', { options });
    const page = await open();
    await startInWizard(fixture, page, 'ailing');
    await page.getByText('↩ Taken back').waitFor();
    await page.getByRole('status').filter({ hasText: 'ailing runs on upper' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'health check' }).waitFor();
    await page.getByText('The freeze was taken back').waitFor();
    await seen(page, 'run-taken-back');
    await expectUntouched(gauge);
    await page.close();
    await takeAway('ailing');
  });

  test('a window that is closed in the middle and opened again shows the run as it stands', async () => {
    await startLargeGauge('closed');
    const first = await open();
    const run = await startInWizard(fixture, first, 'closed');
    await first.getByText('just now').waitFor();
    await first.close();
    const page = await open(`/runs/${run}`);
    await page.getByRole('status').filter({ hasText: 'closed runs on upper' }).waitFor();
    await page.getByRole('img', { name: /Data flows from upper/ }).waitFor();
    await page.getByRole('button', { name: 'Cancel the run …' }).waitFor();
    await seen(page, 'run-under-way');
    await page.getByText('✓ Moved').waitFor();
    await page.close();
    await takeAway('closed');
  });

  test('a run is cancelled after a question that says what happens', async () => {
    await startLargeGauge('unwanted');
    const page = await open();
    await startInWizard(fixture, page, 'unwanted');
    await page.getByRole('button', { name: 'Cancel the run …' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('unwanted goes on running on upper').waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Let it go on');
    await seen(page, 'run-cancel');
    await question.getByRole('button', { name: 'Cancel and take back' }).click();
    await page.getByText('↩ Taken back').waitFor();
    expect(await hostsRunning('unwanted', [upper, lower])).toEqual(['upper']);
    await page.close();
    await takeAway('unwanted');
  });

  test('a link that is cut in the middle is told, and so is that it is back', async () => {
    await startLargeGauge('severed');
    const page = await open();
    await startInWizard(fixture, page, 'severed');
    await page.getByText('just now').waitFor();
    await lower.cut();
    try {
      await page.getByRole('alert').filter({ hasText: 'The connection to lower was lost' }).waitFor();
      await page.getByText('cannot be reached').first().waitFor();
      await seen(page, 'run-link-lost');
    } finally {
      await lower.rejoin();
    }
    await page.getByText('✓ Moved').waitFor();
    expect(await page.getByText('The connection to lower was lost').count()).toBe(0);
    await page.close();
    await takeAway('severed');
  });

  test('a run whose Shiplock died is gone on with from the window', async () => {
    await startLargeGauge('orphan');
    const first = await open();
    const run = await startInWizard(fixture, first, 'orphan');
    await first.getByText('just now').waitFor();
    await first.close();
    await fixture.restartShell();
    const page = await open(`/runs/${run}`);
    await page.getByRole('status').filter({ hasText: 'orphan runs on upper' }).waitFor();
    await page.getByText('It is not carried out by this Shiplock').click();
    await seen(page, 'run-interrupted');
    await page.getByRole('button', { name: 'Go on with it' }).click();
    await page.getByText('✓ Moved').waitFor();
    expect(await hostsRunning('orphan', [upper, lower])).toEqual(['lower']);
    await page.close();
    await takeAway('orphan');
  });

  test('a run that another Shiplock began is in the list and followed live, in Chinese', async () => {
    await startGauge(upper, 'elsewhere');
    await fixture.speak('zh');
    const page = await open('/runs');
    try {
      const ended = fixture.hosts.start('elsewhere');
      const row = page.getByRole('row').filter({ hasText: 'elsewhere' });
      await row.getByText('进行中').waitFor();
      await row.getByRole('link').click();
      await page.getByRole('status').filter({ hasText: 'elsewhere 正在 lower 上运行' }).waitFor();
      await page.getByText('✓ 迁移完成').waitFor();
      expect((await ended).outcome).toBe('committed');
      await seen(page, 'run-moved-zh');
      await fixture.go(page, '/migrate/lower/elsewhere');
      await page.getByRole('heading', { name: '第 1 步（共 5 步）：迁移对象' }).waitFor();
      await seen(page, 'wizard-what-zh');
    } finally {
      await fixture.speak('en');
      await page.close();
    }
    await takeAway('elsewhere');
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
