/** The browser shell, as a process of its own, and a real browser with its windows. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { type Shell, usualLocale, usualSize } from './shell.ts';
import { ShellProcess } from './shell-process.ts';

export class InBrowser implements Shell {
  readonly #home: string;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  #shell: ShellProcess | undefined;

  private constructor(home: string, browser: Browser, context: BrowserContext) {
    this.#home = home;
    this.#browser = browser;
    this.#context = context;
  }

  static async on(home: string): Promise<InBrowser> {
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: usualSize, locale: usualLocale });
    return new InBrowser(home, browser, context);
  }

  async open(place: string): Promise<Page> {
    this.#shell ??= await this.#start();
    const { origin } = new URL(this.#shell.address);
    const page = await this.#context.newPage();
    await page.goto(`${origin}/#${place}`);
    return page;
  }

  async kill(): Promise<void> {
    await this.#shell?.kill();
    this.#shell = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#shell?.[Symbol.asyncDispose]();
  }

  /** The address is good once: what it gives, a cookie, is the whole context's. */
  async #start(): Promise<ShellProcess> {
    const shell = await ShellProcess.start(this.#home);
    const page = await this.#context.newPage();
    await page.goto(shell.address);
    await page.close();
    return shell;
  }
}
