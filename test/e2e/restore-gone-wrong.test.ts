/** Restore points and restores that go wrong, on a real host: what the window says of them, and what runs afterwards. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeInWindowOnHosts } from './describe-in-window.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { countsOn, expectUntouched, type Gauge, startGauge } from '../integration/gauges.ts';
import { expectAccessible } from './accessible.ts';
import { WindowFixture } from './window-fixture.ts';

// A busy machine is slow, not wrong.
const longestMs = 90_000;
vi.setConfig({ testTimeout: 2 * longestMs });

describeInWindowOnHosts('when a restore goes wrong', () => {
  let fixture: WindowFixture;
  let upper: EdgeHost;
  let page: Page;
  let gauge: Gauge;

  beforeAll(async () => {
    fixture = await WindowFixture.up(['docker26']);
    ({ upper } = fixture.hosts);
    await loadImage(upper, 'gauge');
    gauge = await startGauge(upper, 'gauge');
    await upper.shell('docker exec gauge dd if=/dev/urandom of=/data/more bs=1M count=30');
    page = await fixture.open('/');
    page.setDefaultTimeout(longestMs);
    await button('Back up now … gauge on upper').click();
    await page.keyboard.press('Enter');
    await page.getByLabel('New passphrase').fill('a boat in a lock');
    await page.getByLabel('Once more').fill('a boat in a lock');
    await page.keyboard.press('Enter');
    await dialog().getByRole('checkbox').check();
    await button('Done').click();
    await page.getByText(/^rp1 was taken/).waitFor();
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('one that is cancelled leaves the container as it was, and the screen says so', async () => {
    await upper.capRate(20);
    try {
      await beginInPlace();
      await runsOn('gauge runs on upper as it did before the restore');
      await button('Cancel the run …').click();
      await dialog().getByText('What was put on upper is cleared away').waitFor();
      expect(await page.locator(':focus').textContent()).toBe('Let it go on');
      await button('Cancel and take back').click();
      await page.getByText('↩ Taken back').waitFor();
    } finally {
      await upper.capRate(1000);
    }
    await runsOn('gauge runs on upper as it did before the restore');
    await page.getByRole('alert').filter({ hasText: 'Nothing of the restore was left on upper' }).waitFor();
    await seen('restore-cancelled');
    await expectUntouched(gauge);
    expect(await containers()).toEqual(['gauge']);
  });

  test('one that fails says why, and has what made way run again; tried again it is done, and what made way is kept', async () => {
    const criu = (await upper.shell('command -v criu')).trim();
    // As runc calls it for a restore; what it is asked before one it answers.
    const script = `#!/bin/sh\ncase $1 in swrk) exit 1 ;; esac\nexec ${criu}.real "$@"\n`;
    await upper.shell(`mv ${criu} ${criu}.real`);
    await upper.writeFile(criu, script, 0o755);
    try {
      await beginInPlace();
      await page.getByText('↩ Taken back').waitFor();
    } finally {
      await upper.shell(`mv ${criu}.real ${criu}`);
    }
    const reason = page.getByRole('alert').filter({ hasText: 'upper runs gauge again' });
    await reason.waitFor();
    expect(await reason.textContent()).toMatch(/restore/);
    await runsOn('gauge runs on upper as it did before the restore');
    await seen('restore-failed');
    expect(await containers()).toEqual(['gauge']);

    await page.getByRole('link', { name: 'To the restore point …' }).click();
    await page.getByRole('heading', { name: 'rp1: gauge', level: 1 }).waitFor();
    await beginInPlace();
    await page.getByText('✓ Restored').waitFor();
    await runsOn('gauge runs on upper');
    await page.getByText(/gauge on upper was stopped and is kept there as gauge-parked-r\d/).waitFor();
    await seen('restore-done');
    await countsOn(gauge);
    expect(await containers()).toEqual(['gauge', expect.stringMatching(/^gauge-parked-r\d$/)]);
  });

  test('a restore point that cannot be taken says why beside its container, and what to do', async () => {
    await fixture.go(page, '/');
    await button('Back up now … gauge on upper').click();
    // Its containers go on.
    await upper.killDocker();
    await page.keyboard.press('Enter');
    const reason = page.getByRole('alert').filter({ hasText: 'Docker on upper does not answer' });
    await reason.getByRole('link', { name: 'Check upper' }).waitFor();
    await seen('take-failed');
    await upper.startDocker();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  const runsOn = (words: string) => page.getByRole('status').filter({ hasText: words }).waitFor();

  const containers = async (): Promise<string[]> =>
    (await upper.shell("docker ps --all --format '{{.Names}}'")).trim().split('\n').sort();

  /** Back to where it was taken, in place of what runs there. */
  async function beginInPlace(): Promise<void> {
    await fixture.go(page, '/restore-points/rp1');
    await button('Restore …').click();
    await dialog().getByRole('button', { name: 'Restore', exact: true }).click();
    await button('Have it make way').first().click();
    await page.waitForURL('**/#/runs/r*');
  }

  /** Pictures of it are kept, and axe finds nothing. */
  async function seen(name: string): Promise<void> {
    await fixture.picture(page, name);
    await expectAccessible(page);
  }
});
