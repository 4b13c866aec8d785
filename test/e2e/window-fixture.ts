/** The window in a real browser, the browser shell behind it as a process of its own, and test hosts that it knows. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Language } from '../../shared/words.ts';
import type { Flavour } from '../edge/flavours.ts';
import { type HostOptions, StationFixture } from '../integration/station-fixture.ts';
import { launchBrowser } from './browser.ts';
import { ShellProcess } from './shell-process.ts';

/** What the author looks at, and what a run of the tests leaves to be looked at. */
const pictures = path.resolve(import.meta.dirname, '../../dist/screens');

const sizes = { usual: { width: 1280, height: 720 }, zoomed: { width: 640, height: 360 } } as const;

export class WindowFixture implements AsyncDisposable {
  readonly hosts: StationFixture;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  #shell: ShellProcess;

  private constructor(hosts: StationFixture, browser: Browser, context: BrowserContext, shell: ShellProcess) {
    this.hosts = hosts;
    this.#browser = browser;
    this.#context = context;
    this.#shell = shell;
  }

  /** Hosts as `StationFixture.up` makes them, known to the window too: it has the same home. */
  static async up(
    flavours: readonly Flavour[] = ['docker26', 'docker26'],
    options: HostOptions = {},
  ): Promise<WindowFixture> {
    const hosts = await StationFixture.up(flavours, options);
    try {
      const browser = await launchBrowser();
      const shell = await ShellProcess.start(hosts.home);
      const context = await browser.newContext({ viewport: sizes.usual, locale: 'en-GB' });
      const fixture = new WindowFixture(hosts, browser, context, shell);
      await fixture.#enter();
      return fixture;
    } catch (thrown) {
      await hosts[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  get shell(): ShellProcess {
    return this.#shell;
  }

  /** A window at that place, as `/runs/r1`. Closing it is `page.close()`. What the page throws fails the test that awaits it next. */
  async open(place = '/'): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(`${new URL(this.#shell.address).origin}/#${place}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  /** Goes to another place in the same window. */
  async go(page: Page, place: string): Promise<void> {
    await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** The window's language from now on, in all windows that are opened. */
  async speak(language: Language): Promise<void> {
    await this.hosts.station.call('settings.change', { language });
  }

  /** Kills the shell with all that it is at, and starts it anew on the same home, with another address. */
  async restartShell(): Promise<void> {
    await this.#shell.kill();
    this.#shell = await ShellProcess.start(this.hosts.home);
    await this.#enter();
  }

  /** Pictures of the window in both themes, at its usual size and as at 200 % zoom, in `dist/screens`. */
  async picture(page: Page, name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`html[data-theme=${theme}]`).waitFor();
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        await page.screenshot({ path: path.join(pictures, `${name}-${theme}-${size}.png`) });
      }
    }
    await page.setViewportSize(sizes.usual);
    await page.emulateMedia({ colorScheme: null });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#shell[Symbol.asyncDispose]();
    await this.hosts[Symbol.asyncDispose]();
  }

  /** The address is good once: what it gives, a cookie, is the whole context's. */
  async #enter(): Promise<void> {
    const page = await this.#context.newPage();
    await page.goto(this.#shell.address);
    await page.close();
  }
}
