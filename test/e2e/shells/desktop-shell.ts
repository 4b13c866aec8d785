/** The desktop shell: one window, which the app opens itself; it is opened again as people do it, by starting Shiplock once more. */
import type { Page } from 'playwright-core';
import { type Shell, usualSize } from './shell.ts';

/** A start of the app. */
export interface DesktopApp {
  /** Its window, as soon as there is one; undefined if it ends without. */
  window(): Promise<Page | undefined>;
  hasEnded(): boolean;
  /** As a power cut does it. */
  kill(): Promise<void>;
}

/** Resolves when it runs; one that another runs beside on the same data folder has that open its window, and ends or throws. */
export type LaunchApp = (home: string) => Promise<DesktopApp>;

export class DesktopShell implements Shell {
  readonly #home: string;
  readonly #launch: LaunchApp;
  #app: DesktopApp | undefined;
  #page: Page | undefined;

  constructor(home: string, launch: LaunchApp) {
    this.#home = home;
    this.#launch = launch;
  }

  async open(place: string): Promise<Page> {
    // There is one window: what a test has left open is closed.
    if (this.#page?.isClosed() === false) await this.#page.close();
    const page = await this.#window();
    this.#page = page;
    await page.setViewportSize(usualSize);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    return page;
  }

  async kill(): Promise<void> {
    await this.#app?.kill();
    this.#app = undefined;
    this.#page = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  /** One that is about to end, since its window was closed, may open none any more: then it is started anew. */
  async #window(): Promise<Page> {
    for (;;) {
      const first = this.#app?.hasEnded() === false ? this.#app : undefined;
      const started = await this.#launch(this.#home).catch((thrown: unknown) => {
        if (first === undefined) throw thrown;
        return undefined;
      });
      const own = await started?.window();
      if (own !== undefined) this.#app = started;
      const page = own ?? (await first?.window());
      if (page !== undefined) return page;
    }
  }
}
