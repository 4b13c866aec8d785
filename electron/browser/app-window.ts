/** Opens the window's address: in a browser of the Chromium family as a window of its own, or in the user's default browser. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface AppWindow {
  /** The browser has ended: with its last window on most systems, at once where it handed the address to one that runs. */
  readonly ended: Promise<void>;
  close(): void;
}

/**
 * Without tabs, address line or the user's extensions. `profile`: a folder for what the browser keeps; its windows are no others
 * than Shiplock's. Throws nothing: a browser that cannot be started has ended.
 */
export function openAppWindow(program: string, address: string, profile: string): AppWindow {
  const options = [
    `--app=${address}`,
    `--user-data-dir=${profile}`,
    '--window-size=1280,800',
    '--no-first-run',
    '--no-default-browser-check',
    // It has nothing to look for anywhere.
    '--disable-background-networking',
    '--disable-sync',
    // Chromium's sandbox does not work as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  // In a group of its own: Ctrl-C on the terminal is for Shiplock, which closes it when it is done.
  const browser = spawn(program, options, { stdio: 'ignore', detached: true });
  return { ended: endOf(browser), close: () => void browser.kill() };
}

/** As an ordinary tab. Resolves to false where there is no such browser. */
export async function openInDefaultBrowser(address: string): Promise<boolean> {
  const [program, ...words] = defaultBrowser();
  const opener = spawn(program, [...words, address], { stdio: 'ignore', detached: true });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  opener.once('error', () => resolve(false));
  opener.once('exit', (status) => resolve(status === 0));
  return await promise;
}

function defaultBrowser(): [string, ...string[]] {
  switch (process.platform) {
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler'];
    case 'darwin':
      return ['open'];
    default:
      return ['xdg-open'];
  }
}

function endOf(process: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('error', () => resolve());
  process.once('exit', () => resolve());
  return promise;
}
