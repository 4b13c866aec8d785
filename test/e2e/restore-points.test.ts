/** The box is dead, and so are all others at first: what a technician does in the window with what the laptop has of it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { assertNothingLost } from '../edge/readings.ts';
import { readZip } from '../incidents/read-zip.ts';
import { countsOn, hostsRunning, readingsOf, startGauge } from '../integration/gauges.ts';
import { expectAccessible } from './accessible.ts';
import { describeInWindowOnHosts } from './describe-in-window.ts';
import { WindowFixture } from './window-fixture.ts';

const passphrase = 'a boat in a lock';

describeInWindowOnHosts('restore points in the window', () => {
  let fixture: WindowFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;
  /** Asked for the passphrase when it was opened: nobody is asked for it again. */
  let page: Page;

  beforeAll(async () => {
    fixture = await WindowFixture.up(['docker26', 'docker28']);
    ({ upper, lower } = fixture.hosts);
    await loadImage(upper, 'gauge');
    await startGauge(upper, 'gauge', { words: '--memory 8', options: '--env TOKEN=kept-from-sight' });
    await upper.shell(`docker exec gauge sh -c 'echo "weir 7, left bank" >/etc/station'`);
    const { station } = fixture.hosts;
    const take = (comment: string) =>
      station.call(
        'backups.take',
        { container: 'gauge', from: 'upper', comment },
        { askSecret: async () => passphrase },
      );
    await take('before the flood');
    await upper.shell(`docker exec gauge sh -c 'echo broken >/etc/station'`);
    await take('the last one');
    await Promise.all([upper.powerLoss(), lower.powerLoss()]);
    page = await fixture.open('/restore-points');
    await page.getByRole('dialog').getByLabel('Secret').fill(passphrase);
    await page.keyboard.press('Enter');
    await row(page, 'rp1').waitFor();
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('with every host off they are listed, on a line and in a table, and found by their comment', async () => {
    await fixture.go(page, '/restore-points');
    await row(page, 'rp2').waitFor();
    await page.getByText('gauge on upper').waitFor();
    await looksRight('restore-points');
    await page.getByLabel('Name, comment').fill('FLOOD');
    await row(page, 'rp2').waitFor({ state: 'detached' });
    expect(await row(page, 'rp1').count()).toBe(1);
    await row(page, 'rp1').getByRole('link').click();
    await page.getByRole('heading', { name: 'rp1: gauge', level: 1 }).waitFor();
  });

  test('one tells how its container was made, and secrets only when asked for', async () => {
    await fixture.go(page, '/restore-points/rp1');
    await page.getByText('shiplock/gauge:latest').waitFor();
    expect(await page.getByText('kept-from-sight').count()).toBe(0);
    await looksRight('restore-point');
    await page.getByRole('button', { name: 'Show the values' }).click();
    await page.getByText('TOKEN=kept-from-sight').waitFor();
  });

  test('a folder is opened, a file is found by its name, read, and brought to the laptop', async () => {
    await fixture.go(page, '/restore-points/rp1?tab=files');
    await page.getByRole('button', { name: 'data/', exact: true }).waitFor();
    await looksRight('restore-point-files');
    await page.getByLabel('A name below here').fill('STATION');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '/etc/station', exact: true }).click();
    await page.getByText('weir 7, left bank').waitFor();
    await looksRight('restore-point-file');
    const out = path.join(fixture.hosts.home, 'station');
    await page.getByRole('button', { name: 'Take it out' }).click();
    await dialog().getByLabel('Where to').fill(out);
    await looksRight('restore-point-extract');
    await page.keyboard.press('Enter');
    await dialog().getByText('1 file, 18 B').waitFor();
    expect(readFileSync(out, 'utf8')).toBe('weir 7, left bank\n');
    await dialog().getByRole('button', { name: 'Close' }).click();
  });

  test('its processes show what they had open', async () => {
    await fixture.go(page, '/restore-points/rp2?tab=processes');
    await page.locator('summary', { hasText: '/bin/gauge' }).click();
    await page.locator('summary', { hasText: 'Open files' }).click();
    await page.getByRole('cell', { name: '/data/readings' }).waitFor();
    await looksRight('restore-point-processes');
  });

  test('two are compared, the older one first', async () => {
    await fixture.go(page, '/restore-points/rp2?tab=compare');
    await page.getByLabel('Compare its files with').selectOption('rp1');
    await page.getByRole('heading', { name: 'From rp1 to rp2' }).waitFor();
    const changed = page.getByRole('row', { name: '/etc/station' });
    expect(await changed.textContent()).toContain('content');
    await looksRight('restore-point-compare');
  });

  test('one is read back and proved whole', async () => {
    await fixture.go(page, '/restore-points/rp1');
    await page.getByRole('button', { name: 'Verify' }).click();
    await dialog().getByRole('button', { name: 'Verify' }).click();
    await dialog().getByText('as it was written').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).click();
  });

  test('it is removed only by whoever types its container’s name, and the way out has the focus', async () => {
    await fixture.go(page, '/restore-points/rp1');
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog().locator('button:focus', { hasText: 'Cancel' }).waitFor();
    const remove = dialog().getByRole('button', { name: 'Remove for good' });
    await dialog().getByRole('textbox').fill('gaug');
    expect(await remove.isDisabled()).toBe(true);
    await dialog().getByRole('textbox').fill('gauge');
    expect(await remove.isEnabled()).toBe(true);
    await looksRight('restore-point-remove');
    await page.keyboard.press('Escape');
    expect(await fixture.hosts.station.call('backups.list', {})).toHaveLength(2);
  });

  test('an incident log is made without any host, and proved', async () => {
    await fixture.go(page, '/incidents');
    await page.getByLabel('Everything').check();
    const out = path.join(fixture.hosts.home, 'incident.zip');
    await page.getByLabel('Where to').fill(out);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    // A browser is started to print its report.
    await page.getByText('The incident log is written').waitFor({ timeout: 90_000 });
    expect([...(await readZip(out)).keys()]).toEqual(expect.arrayContaining(['report.html', 'report.pdf']));
    const { log } = await fixture.hosts.station.call('incidents.verify', { file: out });
    await page.getByText(log?.fingerprint ?? 'no fingerprint').waitFor();
    await page.getByLabel('The file, on this laptop').fill(out);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('It is as it was made.').waitFor();
    await looksRight('incidents');
  });

  test('everything is said in Chinese as well', async () => {
    await fixture.speak('zh');
    await page.reload();
    try {
      for (const [place, said, name] of [
        ['/restore-points', '历史', 'restore-points-zh'],
        ['/restore-points/rp1', '容器配置', 'restore-point-zh'],
        ['/restore-points/rp1?tab=files', '修改时间', 'restore-point-files-zh'],
        ['/incidents', '校验事件日志', 'incidents-zh'],
      ] as const) {
        await fixture.go(page, place);
        await page.getByText(said).first().waitFor();
        await looksRight(name);
      }
    } finally {
      await fixture.speak('en');
      await page.reload();
    }
  });

  test('when a box is up again, the dead one’s container goes on there, once it was said that the original is off; and a clone beside it', async () => {
    await lower.boot();
    await fixture.go(page, '/restore-points/rp2');
    await page.getByRole('button', { name: 'Restore' }).click();
    await dialog().getByLabel('To which host').selectOption('lower');
    await looksRight('restore');
    await dialog().getByRole('button', { name: 'Restore', exact: true }).click();
    await dialog().getByText('does not answer, so nobody knows').waitFor({ timeout: 60_000 });
    await looksRight('restore-refused');
    await acceptAll();
    await page.waitForURL('**/#/runs/r*', { timeout: 60_000 });
    await runsOnLower('gauge');
    await countsOn({ host: lower, name: 'gauge' });
    assertNothingLost(await readingsOf(lower, 'gauge'));

    await fixture.go(page, '/restore-points/rp1');
    await page.getByRole('button', { name: 'Restore' }).click();
    await dialog().getByLabel('To which host').selectOption('lower');
    await dialog().getByLabel('As a clone').check();
    await dialog().getByLabel('Name of the clone').fill('gauge-then');
    await dialog().getByRole('button', { name: 'Restore', exact: true }).click();
    const refused = dialog().getByRole('button', { name: 'Restore in spite of it' });
    const isRefused = await Promise.race([
      refused.waitFor({ timeout: 60_000 }).then(() => true),
      page.waitForURL('**/#/runs/r*', { timeout: 60_000 }).then(() => false),
    ]);
    if (isRefused) await acceptAll();
    await runsOnLower('gauge-then');
    expect(await lower.shell('docker exec gauge-then cat /etc/station')).toBe('weir 7, left bank\n');
    expect(await hostsRunning('gauge', [lower])).toEqual(['lower']);
  });

  const row = (on: Page, name: string): Locator =>
    on.getByRole('row').filter({ has: on.getByRole('link', { name, exact: true }) });
  const dialog = (): Locator => page.getByRole('dialog');

  async function looksRight(name: string): Promise<void> {
    await fixture.picture(page, name);
    await expectAccessible(page);
  }

  async function acceptAll(): Promise<void> {
    for (const box of await dialog().getByLabel('I accept this').all()) await box.check();
    await dialog().getByRole('button', { name: 'Restore in spite of it' }).click();
  }

  async function runsOnLower(name: string): Promise<void> {
    await until(
      `${name} was restored on lower`,
      async () => (await hostsRunning(name, [lower])).includes('lower'),
      60_000,
    );
  }
});
