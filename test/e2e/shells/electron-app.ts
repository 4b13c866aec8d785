/** The app on the real Electron. */
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { hereProgram } from '../../../build/window/electron-runtime.ts';
import { makeApp } from '../../../build/window/make-app.ts';
import type { DesktopApp } from './desktop-shell.ts';
import { usualLocale } from './shell.ts';

/** See `LaunchApp`. */
export async function launchElectron(home: string): Promise<DesktopApp> {
  const executablePath = hereProgram();
  if (executablePath === undefined) throw new Error('Electron’s runtime is not installed');
  // Chromium's sandbox does not work as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...asRoot, `--lang=${usualLocale}`, await makeApp(), `--home=${home}`];
  const app = await _electron.launch({ executablePath, args, locale: usualLocale, colorScheme: null });
  return new ElectronApp(app);
}

class ElectronApp implements DesktopApp {
  readonly #app: ElectronApplication;
  readonly #over = new AbortController();
  readonly #ended: Promise<undefined>;

  constructor(app: ElectronApplication) {
    this.#app = app;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#ended = promise;
    app.once('close', () => {
      this.#over.abort();
      resolve(undefined);
    });
  }

  hasEnded(): boolean {
    return this.#over.signal.aborted;
  }

  window(): Promise<Page | undefined> {
    const shown = this.#app.windows().find((page) => !page.isClosed());
    return Promise.race([shown ?? this.#app.waitForEvent('window'), this.#ended]);
  }

  async kill(): Promise<void> {
    if (this.hasEnded()) return;
    this.#app.process().kill('SIGKILL');
    await this.#ended;
  }
}
