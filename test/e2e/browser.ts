/** The browser that the window is looked at with: Debian's Chromium. Without it, nothing of the window is proved, and that fails. */
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env['SHIPLOCK_CHROMIUM'] ?? '/usr/bin/chromium';

export function launchBrowser(): Promise<Browser> {
  // Chromium's sandbox does not work as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}
