/** The one browser of the stand-in, with what it keeps in the app's own folder. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { until } from '../../edge/condition.ts';

const executablePath = process.env['SHIPLOCK_CHROMIUM'] ?? '/usr/bin/chromium';
const started = Promise.withResolvers<BrowserContext>();
let context: BrowserContext | undefined;

/** Resolves when it is there. Its first, empty page keeps it there when all windows are closed. */
export const theBrowser = started.promise;

/** As Chromium does it, says where a debugger, which is the test, finds it. */
export async function startBrowser(profile: string): Promise<void> {
  const portFile = join(profile, 'DevToolsActivePort');
  // One that was killed has left its own.
  rmSync(portFile, { force: true });
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
  const [port, path] = await until('a debugger can find it', () => linesOf(portFile));
  process.stdout.write(`DevTools listening on ws://127.0.0.1:${port}${path}\n`);
  started.resolve(context);
}

function linesOf(file: string): readonly string[] | false {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.length > 1 && lines;
  } catch {
    return false;
  }
}

export async function closeBrowser(): Promise<void> {
  await context?.close();
}
