/** A browser of the Chromium family as a window of its own: without tabs, address line or the user's extensions. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge'] as const;

/** Resolves when the window was closed. `profile`: a folder for what the browser keeps. */
export async function openAppWindow(address: string, profile: string): Promise<void> {
  const [name] = names;
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = spawn(name, [`--app=${address}`, `--user-data-dir=${profile}`, ...asRoot], {
    stdio: 'ignore',
  });
  await once(browser, 'exit');
}
