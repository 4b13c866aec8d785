/** The station and its hosts in a real browser, over real hosts: what is seen of them, and what can be done from there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { images, loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { userPassword } from '../edge/users.ts';
import { expectAccessible } from './accessible.ts';
import { describeInWindow, describeInWindowOnHosts } from './describe-in-window.ts';
import { byKeyboard } from './keyboard.ts';
import { WindowFixture } from './window-fixture.ts';

describeInWindowOnHosts('the station', () => {
  let fixture: WindowFixture;

  beforeAll(async () => {
    const users = [{ name: 'keeper', sudo: 'password' }] as const;
    fixture = await WindowFixture.up(['docker26', 'docker26'], { users });
    const { upper, lower } = fixture.hosts;
    await Promise.all([upper, lower].map((host) => loadImage(host, 'gauge')));
    await upper.shell(`docker run --detach --name level ${images.gauge} --memory 4`);
    await lower.shell(`docker run --detach --name rain ${images.gauge} --memory 4`);
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('a host is added by the keyboard alone, once its fingerprint was compared', async () => {
    const { lower, station } = fixture.hosts;
    const page = await fixture.open('/');
    const keyboard = byKeyboard(page);
    await keyboard.follow('Add a host …');
    await page.getByRole('heading', { name: 'Add a host' }).waitFor();
    await expectAccessible(page);
    await keyboard.type('Address', `keeper@${lower.address}:22`);
    await keyboard.type('Name', 'spare');
    await keyboard.type('Private key file', lower.privateKeyPath);
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'Is it this box?' }).waitFor();
    const fingerprint = await lower.shell('ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub');
    expect(fingerprint).toContain(await page.locator('dd').nth(1).textContent());
    await expectAccessible(page);
    await fixture.picture(page, 'add-host-compare');
    await keyboard.press('It is the same: add the host');

    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await page.keyboard.type(userPassword);
    await page.keyboard.press('Enter');
    await page.getByText('spare answers.').waitFor();
    await expectAccessible(page);
    await fixture.picture(page, 'add-host-check');

    await keyboard.follow('To the station');
    await page.getByRole('link', { name: /^Move … rain on spare$/ }).waitFor();
    await station.call('hosts.remove', { name: 'spare' });
    await expect.poll(() => page.getByRole('link', { name: 'spare' }).count()).toBe(0);
    await page.close();
  });

  test('what is wrong with a host stays in the form with what was typed', async () => {
    const page = await fixture.open('/hosts/add');
    await page.getByLabel('Address').fill('192.0.2.1:2200');
    await page.getByLabel('Private key file').fill('/keys/none');
    await page.getByLabel('Name', { exact: true }).fill('upper');
    await page.getByRole('button', { name: /^Go on/ }).click();
    await page.getByText('Another host has this name.').waitFor();
    await page.locator('[name="name"]:focus').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('nobody');
    await page.getByLabel('Address').fill('127.0.0.1');
    await page.getByLabel('SSH port').fill('1');
    await page.getByRole('button', { name: /^Go on/ }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Private key file').inputValue()).toBe('/keys/none');
    await expectAccessible(page);
    await page.close();
  });

  test('a container that stops is seen to, and so is a host that is lost and comes back', async () => {
    const { upper, lower } = fixture.hosts;
    const page = await fixture.open('/');
    const line = page.getByRole('listitem').filter({ hasText: 'level' });
    await line.getByText('running').waitFor();
    await expectAccessible(page);
    await fixture.picture(page, 'station');
    await upper.shell('docker kill level');
    await line.getByText('stopped, exit code 137').waitFor();
    await upper.shell('docker start level');
    await line.getByText('running').waitFor();

    await lower.cut();
    try {
      const lost = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'lower' }) });
      await lost.getByText('Unreachable').waitFor({ timeout: 90_000 });
      // What is in trouble stands first.
      expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['lower', 'upper']);
      const old = page.getByRole('listitem').filter({ hasText: 'rain' });
      expect(await old.textContent()).toContain('as last seen');
      await expectAccessible(page);
      await fixture.picture(page, 'station-lost');
      await lower.rejoin();
      await lost.getByText('✓ Up').waitFor({ timeout: 90_000 });
    } finally {
      await lower.rejoin();
    }
    await page.close();
  });

  test('a host that wants a password says so, and has it when somebody gives it', async () => {
    const { lower, station } = fixture.hosts;
    const guarded = hostOf(lower, { name: 'guarded', user: 'keeper', login: 'password', sudo: true });
    const { key: _, ...byPassword } = guarded;
    await station.call('hosts.add', byPassword, { askSecret: async () => userPassword });
    const page = await fixture.open('/');
    const host = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'guarded' }) });
    await host.getByText('Locked').waitFor();
    await expectAccessible(page);
    await fixture.picture(page, 'station-locked');
    await host.getByRole('button', { name: 'Give the password …' }).click();
    for (const whose of ['Password of keeper on guarded', 'Password of keeper for sudo on guarded']) {
      const question = page.getByRole('dialog', { name: whose });
      await question.getByLabel('Secret').fill(userPassword);
      await page.keyboard.press('Enter');
      await question.waitFor({ state: 'detached' });
    }
    await host.getByText('✓ Up').waitFor();
    await station.call('hosts.remove', { name: 'guarded' });
    await page.close();
  });

  test('a restore point is taken from the station; the recovery key is shown until it is written down', async () => {
    const page = await fixture.open('/');
    await page.getByRole('button', { name: 'Back up now … level on upper' }).click();
    await page.getByLabel(/^Comment/).fill('before the flood');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.getByLabel('New passphrase').fill('a ship in a lock');
    await page.getByLabel('Once more').fill('a ship in a lock');
    await page.keyboard.press('Enter');
    const note = page.getByRole('dialog', { name: 'Write down the recovery key' });
    await note.getByText(/^AGE-SECRET-KEY-1/).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    expect(await note.isVisible()).toBe(true);
    await note.getByRole('checkbox').check();
    await note.getByRole('button', { name: 'Done' }).click();
    await page.getByText(/^rp1 was taken/).waitFor();
    await page.getByText(/^Last restore point rp1/).waitFor();
    await fixture.go(page, '/settings');
    await page.getByText('1 restore point, 1 image').waitFor();
    await page.getByRole('button', { name: 'Verify all of it' }).click();
    await page.getByText(/^All is as it was written/).waitFor();
    expect(await page.getByText(/AGE-SECRET-KEY/).count()).toBe(0);
    await page.close();
  });

  test('a policy is set beside its container, and ended in the settings', async () => {
    const page = await fixture.open('/');
    await page.getByRole('button', { name: 'Policy … rain on lower' }).click();
    await page.getByLabel('One every').fill('2');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: /^Policy: every 2 hours … rain/ }).waitFor();
    await fixture.go(page, '/settings');
    await page.getByRole('button', { name: 'Change … rain on lower' }).click();
    await page.getByRole('button', { name: 'End the policy' }).click();
    await page.getByText('No restore point is taken by itself yet.').waitFor();
    await page.close();
  });

  test('a host’s screen checks it when asked to, mends what it finds once the commands were seen, and removes it', async () => {
    const { upper, lower, station } = fixture.hosts;
    await station.call('hosts.add', hostOf(upper, { name: 'twin' }));
    const page = await fixture.open('/hosts/twin');
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('twin answers.').waitFor();
    await expectAccessible(page);
    await fixture.picture(page, 'host');
    await page.getByRole('button', { name: /^Let Shiplock mend it … An update or a restart/ }).click();
    const question = page.getByRole('dialog');
    await question.getByText('daemon.json').first().waitFor();
    await expectAccessible(page);
    await fixture.picture(page, 'fix');
    await question.getByRole('button', { name: 'Run these commands' }).click();
    await question.getByText('Done. The check finds nothing any more.').waitFor();
    await question.getByRole('button', { name: 'Close' }).click();
    expect(JSON.parse(await upper.readFile('/etc/docker/daemon.json'))).toMatchObject({
      'live-restore': true,
    });
    expect(await lower.readFile('/etc/docker/daemon.json')).not.toContain('"live-restore": true');

    await page.getByRole('button', { name: 'Remove this host …' }).click();
    await page.locator('button:focus').getByText('Cancel').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove twin' }).click();
    await page.getByRole('heading', { name: 'Station' }).waitFor();
    expect((await station.call('hosts.list', {})).map(({ name }) => name)).not.toContain('twin');
    await page.close();
  });
});

describeInWindow('a station without hosts', () => {
  let fixture: WindowFixture;

  beforeAll(async () => {
    fixture = await WindowFixture.up([]);
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('says what to do first', async () => {
    const page = await fixture.open('/');
    await page.getByRole('heading', { name: 'First, add your hosts' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Add a host …' }).click();
    await page.getByRole('heading', { name: 'Add a host' }).waitFor();
    await page.close();
  });

  test('speaks Chinese at once when that is chosen, and still does when it is opened again', async () => {
    const page = await fixture.open('/settings');
    await page.getByLabel('中文').check();
    await page.getByRole('heading', { name: '语言和主题' }).waitFor();
    await expectAccessible(page);
    await page.getByText('第三方软件许可').click();
    await page.getByText(/^共 \d+ 个软件包/).waitFor();
    await page.close();
    const again = await fixture.open('/');
    await again.getByRole('heading', { name: '首先，添加主机' }).waitFor();
    await fixture.picture(again, 'station-empty-zh');
    await fixture.go(again, '/settings');
    await again.getByLabel('English').check();
    await again.getByRole('heading', { name: 'Language and theme' }).waitFor();
    await again.close();
  });

  test('every screen of it fits at 200 % zoom without scrolling sideways', async () => {
    const page = await fixture.open('/');
    await page.setViewportSize({ width: 640, height: 360 });
    for (const place of ['/', '/hosts/add', '/settings']) {
      await fixture.go(page, place);
      expect(await page.evaluate('document.documentElement.scrollWidth'), place).toBeLessThanOrEqual(640);
    }
    await page.close();
  });
});
