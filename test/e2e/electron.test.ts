/** The desktop shell on the real Electron, where its runtime is installed: what the stand-in of the unit tests cannot show. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hereProgram } from '../../build/window/electron-runtime.ts';
import { makeApp } from '../../build/window/make-app.ts';

const executablePath = hereProgram();
const why = executablePath === undefined ? ' (skipped: Electron’s runtime is not installed)' : '';

describe.skipIf(executablePath === undefined)(`the window on Electron${why}`, () => {
  let home: string;
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'shiplock-electron-'));
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const args = [...asRoot, await makeApp(), `--home=${home}`];
    app = await _electron.launch({ ...(executablePath !== undefined && { executablePath }), args });
    page = await app.firstWindow();
    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  afterAll(async () => {
    await app?.close();
    rmSync(home, { recursive: true, force: true });
  });

  test('the page comes from within, and speaks with its station', async () => {
    expect(page.url()).toMatch(/^shiplock:\/\/window\//);
    await page.goto('shiplock://window/#/settings');
    await page.getByText(home).first().waitFor();
  });

  test('the page has the bridge, and nothing of Node', async () => {
    const found = await page.evaluate(() => ({
      bridge: Object.keys((globalThis as unknown as { shiplock: object }).shiplock),
      node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
    }));
    expect(found).toEqual({ bridge: ['send', 'onMessage', 'chooseSaveFile', 'chooseFile'], node: [] });
  });

  test('the page reaches no network, goes nowhere else, and opens no window', async () => {
    expect(
      await page.evaluate(() =>
        fetch('http://127.0.0.1:1/').then(
          () => 'fetched',
          () => 'refused',
        ),
      ),
    ).toBe('refused');
    const before = page.url();
    await page.evaluate(`open('https://example.org/'); location.assign('https://example.org/');`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toBe(before);
    expect(app.windows()).toHaveLength(1);
  });
});
