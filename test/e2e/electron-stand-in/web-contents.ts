/** What a window of the stand-in shows, and the channels between it and the app. */
import { EventEmitter } from 'node:events';
import type { Frame, Page } from 'playwright-core';
import { theBrowser } from './chromium.ts';
import { preloadScript } from './preload-script.ts';
import { answerRequest, inApp, inBrowser } from './requests.ts';

type Handler = (event: object, ...given: readonly unknown[]) => unknown;
type Message = readonly [channel: string, ...given: readonly unknown[]];

class Ipc extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  handle = (channel: string, handler: Handler) => void this.handlers.set(channel, handler);
}

export class WebContents extends EventEmitter {
  readonly ipc = new Ipc();
  readonly #page: Promise<Page>;
  #url = '';
  #isDestroyed = false;
  /** What was sent and is not heard yet; and the page that waits for it. */
  #sent: Message[] = [];
  #hear: ((sent: readonly Message[]) => void) | undefined;
  #opens: () => { readonly action: string } = () => ({ action: 'allow' });

  constructor(preload: string) {
    super();
    this.#page = this.#make(preload);
  }

  setWindowOpenHandler = (opens: () => { readonly action: string }) => {
    this.#opens = opens;
  };
  getURL = () => inApp(this.#url);
  isDestroyed = () => this.#isDestroyed;

  async load(address: string): Promise<void> {
    const page = await this.#page;
    this.#url = inBrowser(address);
    await page.goto(this.#url, { waitUntil: 'load' });
  }

  send(...message: Message): void {
    this.#sent.push(message);
    this.#handOver();
  }

  async #make(preload: string): Promise<Page> {
    const page = await (await theBrowser).newPage();
    page.once('close', () => {
      this.#isDestroyed = true;
      this.emit('destroyed');
    });
    page.on('popup', (popup) => void (this.#opens().action === 'deny' && popup.close()));
    await page.exposeBinding('electronStandIn', ({ frame }, act: string, channel: string, given: unknown[]) =>
      this.#heard(frame, act, channel, given),
    );
    await page.addInitScript({ content: preloadScript(preload) });
    await page.route('**/*', async (route) => {
      const request = route.request();
      if (request.isNavigationRequest() && !this.#mayGo(request.frame(), request.url())) {
        return await route.abort('aborted');
      }
      return await answerRequest(route);
    });
    return page;
  }

  /** To be loaded anew is no navigation. */
  #mayGo(frame: Frame, url: string): boolean {
    if (withoutHash(url) === withoutHash(this.#url)) return true;
    let isPrevented = false;
    const preventDefault = (): void => {
      isPrevented = true;
    };
    const isOfPage = frame.parentFrame() === null;
    this.emit(isOfPage ? 'will-navigate' : 'will-frame-navigate', { url: inApp(url), preventDefault });
    return !isPrevented;
  }

  #heard(frame: Frame, act: string, channel: string, given: unknown[]): unknown {
    const parent = frame.parentFrame();
    const event = { senderFrame: { url: inApp(frame.url()), parent } };
    switch (act) {
      case 'begin':
        // Of a page that has gone, nothing is heard by the one after it.
        this.#sent = [];
        this.#hear?.([]);
        this.#hear = undefined;
        return undefined;
      case 'hear':
        return this.#wait();
      case 'invoke':
        return this.ipc.handlers.get(channel)?.(event, ...given);
      default:
        this.ipc.emit(channel, event, ...given);
        return undefined;
    }
  }

  #wait(): Promise<readonly Message[]> {
    const { promise, resolve } = Promise.withResolvers<readonly Message[]>();
    this.#hear = resolve;
    this.#handOver();
    return promise;
  }

  #handOver(): void {
    if (this.#hear === undefined || this.#sent.length === 0) return;
    this.#hear(this.#sent);
    this.#sent = [];
    this.#hear = undefined;
  }
}

const withoutHash = (url: string): string => url.replace(/#.*/, '');
