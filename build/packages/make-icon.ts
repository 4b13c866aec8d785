/** Makes `dist/icons/icon.png` of the window's icon, for packages: with a browser, which knows how to draw it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type LaunchOptions } from 'playwright-core';

const root = join(import.meta.dirname, '../..');
/** The largest that any system's package wants. */
const side = 1024;

/** `SHIPLOCK_CHROMIUM`: another browser than the system's usual one. Throws where there is none. */
export async function makeIcon(): Promise<void> {
  const folder = join(root, 'dist/icons');
  mkdirSync(folder, { recursive: true });
  const svg = readFileSync(join(root, 'renderer/public/icon.svg'), 'utf8');
  const browser = await chromium.launch({ ...systemBrowser(), args: withoutSandboxAsRoot() });
  try {
    const page = await browser.newPage({ viewport: { width: side, height: side } });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${side}px;height:${side}px}</style>${svg}`,
    );
    await page.screenshot({ path: join(folder, 'icon.png'), omitBackground: true });
  } finally {
    await browser.close();
  }
}

function systemBrowser(): LaunchOptions {
  const executablePath = process.env['SHIPLOCK_CHROMIUM'];
  if (executablePath !== undefined) return { executablePath };
  switch (process.platform) {
    case 'win32':
      return { channel: 'msedge' };
    case 'darwin':
      return { channel: 'chrome' };
    default:
      return { executablePath: '/usr/bin/chromium' };
  }
}

const withoutSandboxAsRoot = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);
