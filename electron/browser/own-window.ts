/** The windows that the shell opens itself: as windows of their own if a browser can show such, else as tabs. */
import type { Words } from '../../shared/words.ts';
import { type AppWindow, openAppWindow, openInDefaultBrowser } from './app-window.ts';
import { findBrowser } from './find-browser.ts';
import { texts } from './shell-texts.ts';

/** A browser that has shown nothing by then shows nothing. */
const firstSightMs = 20_000;
/** One that ended has handed the address to another one that runs, which shows it by then. */
const handedOverMs = 5000;
/** What a program is started with can be read by others on this machine: it is used by then. */
const addressGoodMs = 60_000;

export interface OwnWindowParts {
  readonly newAddress: (good: { forMs?: number }) => string;
  /** The folder for what the browser keeps. */
  readonly profile: string;
  /** How many windows there are. */
  readonly count: () => number;
  readonly say: (words: Words) => void;
  /** Called when a browser has ended, and with it perhaps its windows. */
  readonly onEnded: () => void;
}

export class OwnWindow implements Disposable {
  readonly #parts: OwnWindowParts;
  readonly #browsers = new Set<AppWindow>();
  readonly #over = new AbortController();
  #hasTabs = false;

  constructor(parts: OwnWindowParts) {
    this.#parts = parts;
  }

  /** It may be shown as a tab of a browser that goes on without it. */
  get hasTabs(): boolean {
    return this.#hasTabs;
  }

  /** Resolves when a window is seen, or nothing more can be done for it. */
  async open(): Promise<void> {
    const before = this.#parts.count();
    const program = findBrowser();
    if (program !== undefined) {
      const address = this.#parts.newAddress({ forMs: addressGoodMs });
      const browser = openAppWindow(program, address, this.#parts.profile);
      this.#browsers.add(browser);
      const ended = browser.ended.then(() => {
        this.#browsers.delete(browser);
        this.#parts.onEnded();
      });
      if (await this.#isSeen(before, ended)) {
        this.#parts.say(texts.opened);
        return;
      }
    }
    if (this.#over.signal.aborted) return;
    this.#hasTabs = true;
    this.#parts.say(texts.asTab(this.#parts.newAddress({})));
    await openInDefaultBrowser(this.#parts.newAddress({ forMs: addressGoodMs }));
  }

  /** Closes those that are windows of their own. */
  [Symbol.dispose](): void {
    this.#over.abort();
    for (const browser of this.#browsers) browser.close();
  }

  async #isSeen(before: number, ended: Promise<void>): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const look = setInterval(() => this.#parts.count() > before && resolve(true), 100);
    const giveUp = (): void => resolve(false);
    const timer = setTimeout(giveUp, firstSightMs);
    let handedOver: NodeJS.Timeout | undefined;
    void ended.then(() => {
      handedOver = setTimeout(giveUp, handedOverMs);
    });
    this.#over.signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await promise;
    } finally {
      clearInterval(look);
      clearTimeout(timer);
      clearTimeout(handedOver);
    }
  }
}
