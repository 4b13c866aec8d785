/** A move begun as people begin it in the window. */
import type { Page } from 'playwright-core';
import type { WindowFixture } from './window-fixture.ts';

/** From `upper` to `lower`, with everything as it is proposed, whatever is warned of. Gives the run's name when its screen is shown. */
export async function startInWizard(fixture: WindowFixture, page: Page, container: string): Promise<string> {
  await fixture.go(page, `/migrate/upper/${container}`);
  const next = page.getByRole('button', { name: 'Next' });
  await next.click();
  await page.getByRole('radio', { name: /^lower/ }).check();
  await page.getByRole('button', { name: 'Check this move' }).click();
  await page.getByRole('button', { name: 'Check again' }).waitFor();
  for (const box of await page.getByRole('checkbox', { name: 'I accept this' }).all()) await box.check();
  await next.click();
  await page.getByRole('heading', { name: 'Step 3 of 5: How' }).waitFor();
  await next.click();
  await page.getByRole('button', { name: 'Start the move' }).click();
  await page.waitForURL(/\/runs\/r\d+$/);
  return page.url().replace(/.*\//, '');
}
