/** A page is printed by the browser of this machine, which leaves nothing behind. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findBrowser } from '../../../electron/browser/find-browser.ts';
import { printWithBrowser } from '../../../electron/browser/print-page.ts';

const whyNot = findBrowser() === undefined ? ' (skipped: no browser of the Chromium family is here)' : '';

describe.skipIf(whyNot !== '')(`a page printed by a browser${whyNot}`, () => {
  /** The system's folder for what is temporary, for these tests alone. */
  const folder = mkdtempSync(path.join(tmpdir(), 'shiplock-printed-'));
  beforeAll(() => void vi.stubEnv(process.platform === 'win32' ? 'TEMP' : 'TMPDIR', folder));
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test('is a PDF, in both languages, and nothing stays on the disk', async () => {
    const pdf = await printWithBrowser('<!doctype html><meta charset="utf-8"><h1>Gauge 水位</h1>');
    expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(1000);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that is given up leaves nothing', async () => {
    await expect(printWithBrowser('<h1>Gauge</h1>', AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
