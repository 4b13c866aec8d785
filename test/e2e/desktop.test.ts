/** What only a desktop shell has: the page from within, its bridge, and no way out. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { describeInWindow } from './describe-in-window.ts';
import { WindowFixture } from './window-fixture.ts';

describeInWindow('the page of the desktop', () => {
  let fixture: WindowFixture;
  let page: Page;

  beforeAll(async () => {
    fixture = await WindowFixture.up([]);
    page = await fixture.open('/settings');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('speaks with its station', async () => {
    await page.getByText(fixture.hosts.home).first().waitFor();
  });

  test('has the bridge, and nothing of Node', async () => {
    const found = await page.evaluate(() => ({
      bridge: Object.keys((globalThis as unknown as { shiplock: object }).shiplock),
      node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
    }));
    expect(found).toEqual({ bridge: ['send', 'onMessage', 'chooseSaveFile', 'chooseFile'], node: [] });
  });

  test('reaches no network, goes nowhere else, and opens no window', async () => {
    const fetched = page.evaluate(() =>
      fetch('http://127.0.0.1:1/').then(
        () => 'fetched',
        () => 'refused',
      ),
    );
    expect(await fetched).toBe('refused');
    const before = page.url();
    const opened = await page.evaluate(`
      const opened = open('https://example.org/');
      location.assign('https://example.org/');
      opened?.closed ?? true;
    `);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toBe(before);
    expect(typeof opened).toBe('boolean');
  });

  test('a file is chosen beside where its path is typed, away from what the form does with it', async () => {
    await fixture.go(page, '/incidents');
    await page.getByLabel('Everything').check();
    const [typed, choose, act] = await Promise.all(
      [
        page.getByRole('textbox', { name: 'Where to' }),
        page.getByRole('button', { name: 'Choose … Where to' }),
        page.getByRole('button', { name: 'Export', exact: true }),
      ].map((each) => each.boundingBox()),
    );
    expect(choose?.y).toBe(typed?.y);
    expect(choose?.height).toBe(typed?.height);
    expect((act?.y ?? 0) - (choose?.y ?? 0) - (choose?.height ?? 0)).toBeGreaterThanOrEqual(8);
    await expectAccessible(page);
    await fixture.picture(page, 'incidents-choose');
  });

  test('a window that was closed is opened by another start, and Shiplock has all of it still', async () => {
    await page.close();
    page = await fixture.open('/settings');
    await page.getByText(fixture.hosts.home).first().waitFor();
  });
});
