/** The frame of the window: what is on every screen, wherever one is. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { describeInWindow } from './describe-in-window.ts';
import { WindowFixture } from './window-fixture.ts';

describeInWindow('the window', () => {
  let fixture: WindowFixture;

  beforeAll(async () => {
    fixture = await WindowFixture.up([]);
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('every screen is reached from the menu by the keyboard, and its heading has the focus', async () => {
    const page = await fixture.open('/nowhere');
    const menu = page.getByRole('navigation').getByRole('link');
    await menu.first().waitFor();
    for (const name of await menu.allTextContents()) {
      await page.getByRole('navigation').getByRole('link', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.locator('h1:focus').waitFor();
      expect(await page.title()).toContain('Shiplock');
      await expectAccessible(page);
    }
    await page.close();
  });

  test('a shell that was killed and started again has the window back, in the language that was chosen', async () => {
    await fixture.speak('zh');
    await fixture.restartShell();
    const page = await fixture.open('/settings');
    await page.getByRole('heading', { name: '设置', level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await fixture.speak('en');
    await page.close();
  });

  test('its theme is the system’s, follows a change of that, and stays as the user wants it', async () => {
    const page = await fixture.open('/settings');
    const shows = (theme: string) => page.locator(`html[data-theme=${theme}]`).waitFor();
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await shows(theme);
    }
    await page.getByRole('radio', { name: 'Dark', exact: true }).check();
    await shows('dark');
    await page.reload();
    await shows('dark');
    await fixture.hosts.station.call('settings.change', { theme: 'system' });
    await page.close();
  });
});
