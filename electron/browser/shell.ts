/** The browser shell: a station and its window, served on loopback, and when all of that is over. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contract } from '../../shared/contract.ts';
import { cancelledAsAsked, ShiplockError } from '../../shared/errors.ts';
import type { Words } from '../../shared/words.ts';
import { keepPolicies } from '../kept-policies.ts';
import { type Ended, Windows } from '../windows.ts';
import { endText, workText } from '../work-texts.ts';
import { ComingStation } from './coming-station.ts';
import { leaveNote, type WishGranted } from './first-shell.ts';
import { OwnWindow } from './own-window.ts';
import { PageServer } from './page-server.ts';
import { texts } from './shell-texts.ts';

const builtWindow = fileURLToPath(new URL('../../dist/window', import.meta.url));

/** A page that is loaded anew is back within that; a tab also, whose machine has slept. */
const backWithinMs = { window: 3000, tab: 15_000 } as const;

export interface ShellOptions {
  readonly home: string;
  /** It opens its window, and ends with it; else somebody else opens it, and it stays until it is told to end. */
  readonly opens: boolean;
  /** For the person at the terminal. */
  readonly say: (words: Words) => void;
  /** Of that home; by default a new one. It is ended with the shell. */
  readonly openStation?: () => Promise<Contract & Disposable>;
}

interface Parts {
  readonly station: Contract & Disposable;
  readonly windows: Windows;
  readonly server: PageServer;
  /** With which a second start is heard. */
  readonly secret: string;
}

export class BrowserShell implements AsyncDisposable {
  /** Resolves when there is nothing more to do. */
  readonly over: Promise<void>;
  readonly #options: ShellOptions;
  readonly #station: Contract & Disposable;
  readonly #windows: Windows;
  readonly #server: PageServer;
  readonly #note: Disposable;
  readonly #own: OwnWindow;
  readonly #policies: Promise<void>;
  readonly #stop = new AbortController();
  readonly #cancelled = new AbortController();
  readonly #end: () => void;
  #closing: NodeJS.Timeout | undefined;
  #isSeen = false;

  private constructor(options: ShellOptions, parts: Parts) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { windows, server } = parts;
    this.over = promise;
    this.#end = resolve;
    this.#options = options;
    this.#station = parts.station;
    this.#windows = windows;
    this.#server = server;
    this.#own = new OwnWindow({
      newAddress: (good) => server.newAddress(good),
      profile: join(options.home, 'browser'),
      count: () => windows.count,
      say: options.say,
      onEnded: () => this.#look(),
    });
    this.#note = leaveNote(options.home, { doorbell: server.doorbellAddress, secret: parts.secret });
    windows.onChange(() => this.#look());
    this.#policies = keepPolicies({
      station: parts.station,
      signal: this.#stop.signal,
      tell: (event) => windows.tell(event),
      askSecret: (request) => windows.askSecret(request, this.#stop.signal),
    });
  }

  /** Resolves when the window can be opened, or is being opened. Throws what keeps it from that, and as `Station` does. */
  static async start(options: ShellOptions): Promise<BrowserShell> {
    if (!existsSync(join(builtWindow, 'index.html'))) throw notBuilt();
    const station = new ComingStation((options.openStation ?? (() => openStation(options)))());
    const tellEnd = (ended: Ended): void => {
      // Whoever has a window sees it there.
      if (windows.count === 0) options.say(texts.ended(workText(ended), endText(ended).text));
    };
    const windows = new Windows(station, { onEnded: tellEnd });
    let started: BrowserShell | undefined;
    try {
      const secret = randomBytes(32).toString('base64url');
      const ring = (wish: string): WishGranted => started?.grant(wish) ?? {};
      const server = await PageServer.start(builtWindow, windows, { secret, ring });
      started = new BrowserShell(options, { station, windows, server, secret });
    } catch (thrown) {
      station[Symbol.dispose]();
      throw thrown;
    }
    try {
      if (options.opens) started.#open();
      await station.there();
    } catch (thrown) {
      await started[Symbol.asyncDispose]();
      throw thrown;
    }
    if (!options.opens) options.say(texts.address(started.#server.newAddress()));
    return started;
  }

  /** What a second start wishes: a window, or an address that opens one. */
  grant(wish: string): WishGranted {
    if (wish === 'address') return { address: this.#server.newAddress() };
    this.#open();
    return {};
  }

  /**
   * The first time, what was begun is taken back; it is over when that is done. Returns false the second time, while that goes
   * on: whoever leaves now leaves the rest to a later `resume`.
   */
  cancel(): boolean {
    if (this.#cancelled.signal.aborted) return false;
    this.#cancelled.abort();
    if (this.#windows.isBusy) this.#options.say(texts.cancelling);
    this.#windows.cancelAll(cancelledAsAsked());
    this.#look();
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#closing);
    this.#note[Symbol.dispose]();
    this.#own[Symbol.dispose]();
    this.#stop.abort(new ShiplockError('cancelled', { en: 'Shiplock was closed.', zh: 'Shiplock 已关闭。' }));
    await this.#policies;
    await this.#server[Symbol.asyncDispose]();
    this.#station[Symbol.dispose]();
  }

  #open(): void {
    // What became of it is told at the terminal, and seen by whether there is a window.
    void this.#own.open().then(() => this.#look());
  }

  /** Whether it is over: nothing is under way, and it was cancelled, or the window that it opened is closed. */
  #look(): void {
    const { count, isBusy } = this.#windows;
    const isCancelled = this.#cancelled.signal.aborted;
    clearTimeout(this.#closing);
    if (isCancelled && !isBusy) this.#end();
    if (count > 0) this.#isSeen = true;
    if (count > 0 || !this.#isSeen || !this.#options.opens || isCancelled) return;
    const graceMs = this.#own.hasTabs ? backWithinMs.tab : backWithinMs.window;
    this.#closing = setTimeout(() => this.#closed(), graceMs);
  }

  #closed(): void {
    const { isBusy, underWay } = this.#windows;
    if (isBusy) this.#options.say(texts.stays(underWay.map(workText)));
    else this.#end();
  }
}

/** Loaded only now: a browser takes longer to start than that, and than all that the station will need. */
async function openStation({ home, opens }: ShellOptions): Promise<Contract & Disposable> {
  const { Station } = await import('../station.ts');
  const station = new Station(home);
  if (opens) station.prepare();
  return station;
}

const notBuilt = (): ShiplockError =>
  new ShiplockError(
    'not-found',
    { en: 'The window was not built yet.', zh: '窗口尚未构建。' },
    {
      state: { en: 'Nothing was started.', zh: '未启动任何程序。' },
      remedy: {
        en: 'In the folder of Shiplock: npm run window',
        zh: '在 Shiplock 的目录中执行：npm run window',
      },
    },
  );
