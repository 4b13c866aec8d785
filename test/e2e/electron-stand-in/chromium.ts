/** The one browser of the stand-in, with what it keeps in the app's own folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const executablePath = process.env['SHIPLOCK_CHROMIUM'] ?? '/usr/bin/chromium';
const started = Promise.withResolvers<BrowserContext>();
let context: BrowserContext | undefined;

/** Resolves when it is there. Its first, empty page keeps it there when all windows are closed. */
export const theBrowser = started.promise;

/** As Chromium does it, says where a debugger, which is the test, finds it. */
export async function startBrowser(profile: string): Promise<void> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...asRoot, '--remote-debugging-port=0'],
    locale: 'en-GB',
    // The test's to set.
    viewport: null,
    colorScheme: null,
    contrast: null,
    forcedColors: null,
    reducedMotion: null,
  });
  const [port, path] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
  process.stdout.write(`DevTools listening on ws://127.0.0.1:${port}${path}\n`);
  started.resolve(context);
}

export async function closeBrowser(): Promise<void> {
  await context?.close();
}
