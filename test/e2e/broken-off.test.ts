/** Runs that broke off, as journals of earlier versions have them: each is shown with what can be done. No host is there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { goldenJournals } from '../golden/golden.ts';
import { writeTables } from '../golden/tables.ts';
import { fill } from '../golden/values.ts';
import { expectAccessible } from './accessible.ts';
import { describeInWindow, theShell } from './describe-in-window.ts';

/** Addresses that no network leads to. */
const nowhere = { 'upper.address': '192.0.2.1', 'lower.address': '192.0.2.2' };

/** Shows the run of that golden journal to `look`. */
async function withRun(state: string, look: (page: Page) => Promise<void>): Promise<void> {
  const golden = goldenJournals().find((each) => each.version === '0.1.0' && each.state === state);
  if (golden === undefined) throw new Error(`there is no golden journal ${state}`);
  const home = mkdtempSync(path.join(tmpdir(), 'shiplock-broken-off-'));
  try {
    const { tables, values } = golden;
    writeTables(path.join(home, 'journal.db'), fill(tables, { ...values, ...nowhere }), 'anew');
    await using shell = await theShell.on(home);
    const page = await shell.open('/runs/r1');
    await page.getByRole('heading', { name: 'Run r1' }).waitFor();
    await look(page);
    await expectAccessible(page);
    await page.close();
  } finally {
    rmSync(home, { recursive: true });
  }
}

describeInWindow('a run that broke off', () => {
  test('a run that broke off while it copied can be rescued by whoever types the container’s name', () =>
    withRun('freeze', async (page) => {
      // It was frozen then; its source has let it go on since, or not.
      await page.getByText('runs on no host that the journal knows of').waitFor();
      expect(await page.getByRole('timer').count()).toBe(0);
      await page.getByText('It is not carried out by this Shiplock').click();
      await page.getByRole('button', { name: 'Go on with it' }).waitFor();
      await page.getByRole('button', { name: 'Start it on lower from what arrived …' }).click();
      const question = page.getByRole('dialog');
      await question.getByText('What is missing').waitFor();
      expect(await page.locator(':focus').textContent()).toBe('Rather not');
      const start = question.getByRole('button', { name: 'Start it there' });
      expect(await start.isDisabled()).toBe(true);
      await question.getByRole('textbox').fill('gauge');
      expect(await start.isDisabled()).toBe(false);
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await question.waitFor({ state: 'detached' });
    }));

  test('a run whose target may have its container can be taken back without it, by whoever says that it is off', () =>
    withRun('check', async (page) => {
      await page.getByText('It is not carried out by this Shiplock').click();
      await page.getByRole('button', { name: 'Take it back without the target …' }).click();
      const question = page.getByRole('dialog');
      await question.getByText('will run twice').waitFor();
      const back = question.getByRole('button', { name: 'Take it back' });
      expect(await back.isDisabled()).toBe(true);
      await question.getByRole('checkbox').check();
      expect(await back.isDisabled()).toBe(false);
      await page.keyboard.press('Escape');
    }));

  test('a run whose container goes on at its source already waits for the target alone, and says what to press', () =>
    withRun('attention-target-not-cleared', async (page) => {
      await page.getByText('! Needs attention').waitFor();
      await page.getByText('When both hosts can be reached again: Go on with it').waitFor();
      await page.getByRole('button', { name: 'Go on with it' }).waitFor();
      expect(await page.getByRole('button', { name: /without the target/ }).count()).toBe(0);
    }));

  test('a run that was rescued can only go forward, without its source if that will never be back', () =>
    withRun('attention-rescued', async (page) => {
      await page.getByRole('button', { name: 'End it without the source …' }).waitFor();
      expect(await page.getByRole('button', { name: /^Take it back/ }).count()).toBe(0);
    }));
});
