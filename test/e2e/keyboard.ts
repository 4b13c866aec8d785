/** The window without a mouse: what is wanted is tabbed to, as often as it takes. */
import type { Locator, Page } from 'playwright-core';

/** More than any screen has to be tabbed over. */
const mostTabs = 100;

export function byKeyboard(page: Page) {
  const tabTo = async (wanted: Locator): Promise<void> => {
    await wanted.waitFor();
    for (let tabs = 0; tabs < mostTabs; tabs += 1) {
      if (await wanted.evaluate((element) => element.matches(':focus'))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${String(wanted)} cannot be reached by the keyboard`);
  };
  return {
    /** A button that can be pressed, as soon as there is one. */
    async press(name: string): Promise<void> {
      await tabTo(page.getByRole('button', { name, exact: true, disabled: false }));
      await page.keyboard.press('Enter');
    },
    async follow(name: string): Promise<void> {
      await tabTo(page.getByRole('link', { name, exact: true }));
      await page.keyboard.press('Enter');
    },
    /** In the place of what stands there. */
    async type(label: string, text: string): Promise<void> {
      await tabTo(page.getByLabel(label, { exact: true }));
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    async choose(role: 'radio' | 'checkbox', name: string | RegExp): Promise<void> {
      await tabTo(page.getByRole(role, { name }));
      await page.keyboard.press('Space');
    },
  };
}
