/** Hosts that are not to be trusted, or do not trust, and hosts that are given up: what the window lets one do. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeInWindowOnHosts } from './describe-in-window.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { hostOf } from '../edge/known-host.ts';
import { userPassword } from '../edge/users.ts';
import { countsOn, hostsRunning, startGauge } from '../integration/gauges.ts';
import { expectAccessible } from './accessible.ts';
import { WindowFixture } from './window-fixture.ts';

// A busy machine is slow, not wrong.
const longestMs = 90_000;
vi.setConfig({ testTimeout: 2 * longestMs });

describeInWindowOnHosts('a host', () => {
  let fixture: WindowFixture;
  let upper: EdgeHost;
  let lower: EdgeHost;

  beforeAll(async () => {
    fixture = await WindowFixture.up(['docker26', 'docker26'], {
      users: [{ name: 'keeper', sudo: 'password' }],
    });
    ({ upper, lower } = fixture.hosts);
    await loadImage(upper, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  async function open(place: string): Promise<Page> {
    const page = await fixture.open(place);
    page.setDefaultTimeout(longestMs);
    return page;
  }

  const known = async (): Promise<string[]> =>
    (await fixture.hosts.station.call('hosts.list', {})).map(({ name }) => name);

  test('that a run uses is not removed, and the run goes on', async () => {
    const gauge = await startGauge(upper, 'busy');
    await upper.shell('docker exec busy dd if=/dev/urandom of=/data/more bs=1M count=60');
    await upper.capRate(100);
    const begun = Promise.withResolvers<void>();
    const running = fixture.hosts.start('busy', {
      onEvent: ({ event }) => event === 'run.step' && begun.resolve(),
    });
    await Promise.race([begun.promise, running]);
    const page = await open('/hosts/lower');
    await page.getByRole('button', { name: 'Remove this host …' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('These runs have not ended, and cannot be gone on with').waitFor();
    await question.getByRole('button', { name: 'Remove lower' }).click();
    await question.getByRole('alert').filter({ hasText: 'is using it' }).waitFor();
    await fixture.picture(page, 'host-in-use');
    await page.close();
    expect((await running).outcome).toBe('committed');
    await upper.capRate(1000);
    expect(await known()).toContain('lower');
    expect(await hostsRunning('busy', [upper, lower])).toEqual(['lower']);
    await countsOn({ ...gauge, host: lower });
  });

  test('asks again for a password that was wrong, and tells of sudo that stays refused', async () => {
    const { station } = fixture.hosts;
    const { key: _, ...guarded } = hostOf(upper, {
      ...{ name: 'guarded', user: 'keeper', login: 'password', sudo: true },
    });
    await station.call('hosts.add', guarded, { askSecret: async () => userPassword });
    const page = await open('/hosts/guarded');
    await page.getByRole('button', { name: 'Give the password …' }).click();
    const give = async (whose: string, secret: string): Promise<void> => {
      const question = page.getByRole('dialog', { name: whose, exact: true });
      await question.getByLabel('Secret').fill(secret);
      await page.keyboard.press('Enter');
    };
    await give('Password of keeper on guarded', 'not the one');
    await page.getByText('That was not right. Try again.').waitFor();
    await expectAccessible(page);
    await fixture.picture(page, 'password-wrong');
    await give('Password of keeper on guarded', userPassword);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await give('Password of keeper for sudo on guarded', `not ${attempt}`);
      if (attempt < 3) await page.getByText('That was not right. Try again.').waitFor();
    }
    await page.getByRole('alert').filter({ hasText: 'sudo' }).waitFor();
    await fixture.picture(page, 'sudo-refused');
    await page.getByRole('button', { name: 'Give the password …' }).click();
    await give('Password of keeper for sudo on guarded', userPassword);
    await page.getByText('✓ Up').waitFor();
    await station.call('hosts.remove', { name: 'guarded' });
    await page.close();
  });

  test('that shows another key is trusted again only by whoever removes it, adds it, and compares', async () => {
    const page = await open('/hosts/lower');
    await page.getByText('✓ Up').waitFor();
    const keyFile = '/etc/ssh/ssh_host_ed25519_key';
    await lower.shell(`rm ${keyFile}*; ssh-keygen -q -t ed25519 -N '' -f ${keyFile}`);
    await lower.powerLoss();
    await lower.boot();
    await page.getByText('✕ Another key: not trusted').waitFor();
    await page.getByText('something else answers').first().waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    const reason = page.getByRole('alert').filter({ hasText: 'IS NOT THE HOST YOU AGREED TO' });
    await reason.getByText('No login, no command and no data was sent').waitFor();
    await expectAccessible(page);
    await fixture.picture(page, 'host-other-key');
    // Nothing there takes the new key.
    expect(await page.getByRole('button', { name: /key|trust|accept|agree/i }).count()).toBe(0);

    await page.getByRole('button', { name: 'Remove this host …' }).click();
    expect(await page.locator(':focus').textContent()).toBe('Cancel');
    await page.getByRole('button', { name: 'Remove lower' }).click();
    await page.getByRole('link', { name: 'Add a host …' }).click();
    await page.getByLabel('Address').fill(lower.address);
    await page.getByLabel('Name', { exact: true }).fill('lower');
    await page.getByLabel('Private key file').fill(lower.privateKeyPath);
    await page.getByRole('button', { name: /^Go on/ }).click();
    await page.getByRole('heading', { name: 'Is it this box?' }).waitFor();
    const shown = (await page.locator('dd').nth(1).textContent()) ?? '';
    expect(await lower.shell(`ssh-keygen -l -f ${keyFile}.pub`)).toContain(shown);
    expect(await known()).not.toContain('lower');
    await page.getByRole('button', { name: 'It is the same: add the host' }).click();
    await page.getByText('lower answers.').waitFor();
    expect(await known()).toContain('lower');
    await page.close();
  });
});
