/** The app on a stand-in for Electron that has a real browser: `main.ts` in a process of its own, as Electron runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { makeApp } from '../../../build/window/make-app.ts';
import type { DesktopApp } from './desktop-shell.ts';

const register = path.resolve(import.meta.dirname, '../electron-stand-in/register.ts');
const pageAddress = 'https://window.shiplock.invalid/';

/** See `LaunchApp`. */
export async function launchOnStandIn(home: string): Promise<DesktopApp> {
  const main = path.join(await makeApp(), 'electron/main.js');
  const child = spawn(process.execPath, ['--import', register, main, `--home=${home}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface({ input: child.stdout });
    const address = await new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        const [found] = /ws:\/\/\S+/.exec(line) ?? [];
        if (found !== undefined) resolve(found);
      });
      lines.once('close', () => reject(new Error('the app has ended, and shows no window of its own')));
    });
    return new StandInApp(child, await chromium.connectOverCDP(address));
  } catch (thrown) {
    child.kill('SIGKILL');
    throw thrown;
  }
}

class StandInApp implements DesktopApp {
  readonly #process: ChildProcess;
  readonly #browser: Browser;
  readonly #ended: Promise<undefined>;

  constructor(child: ChildProcess, browser: Browser) {
    this.#process = child;
    this.#browser = browser;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#ended = promise;
    browser.once('disconnected', () => resolve(undefined));
  }

  hasEnded(): boolean {
    return !this.#browser.isConnected();
  }

  async window(): Promise<Page | undefined> {
    const [context] = this.#browser.contexts();
    if (context === undefined) return undefined;
    const shown = Promise.withResolvers<Page>();
    const look = (page: Page): void => {
      // Its first page is empty, and no window.
      void page.waitForURL(`${pageAddress}**`, { timeout: 0 }).then(
        () => shown.resolve(page),
        () => undefined,
      );
    };
    for (const page of context.pages()) look(page);
    context.on('page', look);
    try {
      return await Promise.race([shown.promise, this.#ended]);
    } finally {
      context.off('page', look);
    }
  }

  /** Its browser, which ends when it hears no more from it, has ended as well then. */
  async kill(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exited = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await exited;
    }
    await this.#ended;
  }
}
