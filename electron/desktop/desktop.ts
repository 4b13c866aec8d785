/** The desktop shell: one window with the page, and around it what only a desktop has. */
import { app, BrowserWindow, Menu, nativeTheme, protocol, safeStorage, screen, session } from 'electron';
import type { ShellSaid } from '../../shared/shell-words.ts';
import { defaultSettings, type Settings } from '../../shared/window-methods.ts';
import { inLanguage, type Language } from '../../shared/words.ts';
import { keepPolicies } from '../kept-policies.ts';
import { Station } from '../station.ts';
import { type Ended, Windows } from '../windows.ts';
import { endText, workText } from '../work-texts.ts';
import { reloadWhenCrashed } from './crashed-page.ts';
import { EndNotices } from './end-notices.ts';
import { offerFileDialogs } from './file-dialogs.ts';
import { guardSession } from './guards.ts';
import { heedSettings, sayInShell, shellLanguage } from './heed-settings.ts';
import { KeptSecrets } from './kept-secrets.ts';
import { menuTemplate } from './menu.ts';
import { pageAddress, servePage } from './page-protocol.ts';
import { askBeforeForgetting, askBeforeQuit, askToLoadAgain } from './questions.ts';
import { type QuitAnswer, QuitGuard } from './quit-guard.ts';
import { RunMark } from './run-mark.ts';
import { windowOptions } from './window-options.ts';
import { keepWindowPlace, onScreen, readWindowPlace } from './window-place.ts';
import { connectPage } from './window-port.ts';

export interface DesktopFiles {
  /** The folder that the journal lies in. */
  readonly home: string;
  /** The built window. */
  readonly page: string;
  readonly preload: string;
}

const { platform } = process;
const usualSize = { width: 1280, height: 800 };

export class Desktop {
  readonly #files: DesktopFiles;
  readonly #station: Station;
  readonly #windows: Windows;
  readonly #secrets: KeptSecrets;
  readonly #quitGuard: QuitGuard;
  readonly #mark: RunMark;
  readonly #notices: EndNotices;
  readonly #over = new AbortController();
  #language: Language = 'en';
  #window: BrowserWindow | undefined;

  private constructor(files: DesktopFiles) {
    this.#files = files;
    this.#station = new Station(files.home);
    const station = heedSettings(this.#station, (settings) => this.#heed(settings));
    const hosts = () => station.call('hosts.list', {});
    this.#secrets = new KeptSecrets({ home: files.home, sealing: safeStorage, platform, hosts });
    this.#windows = new Windows(station, {
      keeper: this.#secrets,
      onEnded: (ended) => this.#tellEnd(ended),
      onBusy: (isBusy) => this.#markBusy(isBusy),
    });
    this.#notices = new EndNotices({
      openWindow: (place) => this.openWindow(place),
      onGone: () => this.#quitIfDone(),
    });
    this.#mark = new RunMark({ openWindow: () => this.openWindow(), quit: () => app.quit() }, platform);
    this.#quitGuard = new QuitGuard({
      windows: this.#windows,
      ask: () => this.#askBeforeQuit(),
      onTakingBack: () => this.#mark.say(this.#said, this.#said.takingBack),
      onStaying: () => this.#mark.say(this.#said, this.#said.goesOn),
      quit: () => app.quit(),
      exit: () => app.exit(),
    });
  }

  /** To be called when the app is ready. Throws what a station throws that cannot be opened. */
  static async start(files: DesktopFiles): Promise<Desktop> {
    const desktop = new Desktop(files);
    guardSession(session.defaultSession);
    servePage(protocol, files.page);
    desktop.#heed(await desktop.#station.call('settings.show', {}).catch(() => defaultSettings));
    app.on('before-quit', (event) => desktop.#quitGuard.beforeQuit(event));
    app.on('will-quit', () => desktop.#end());
    app.on('window-all-closed', () => desktop.#quitIfDone());
    desktop.openWindow();
    desktop.#station.prepare();
    desktop.#keepPolicies();
    return desktop;
  }

  /** Opens the window, or brings it to the front. `place`: what it is to show, as `/runs/r1`. */
  openWindow(place?: string): void {
    if (this.#window === undefined) {
      this.#window = this.#newWindow(place);
      return;
    }
    if (place !== undefined) load(this.#window, place);
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  #keepPolicies(): void {
    const { signal } = this.#over;
    void keepPolicies({
      station: this.#station,
      signal,
      tell: (event) => this.#windows.tell(event),
      askSecret: (request) => this.#windows.askSecret(request, signal),
    });
  }

  #end(): void {
    this.#over.abort();
    this.#notices[Symbol.dispose]();
    this.#station[Symbol.dispose]();
  }

  #newWindow(place = '/'): BrowserWindow {
    const { home, preload } = this.#files;
    const kept = readWindowPlace(home);
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
    const bounds = kept === undefined ? usualSize : onScreen(kept.bounds, screens);
    const window = new BrowserWindow(windowOptions({ bounds, preload, devTools: !app.isPackaged }));
    connectPage(window.webContents, this.#windows);
    reloadWhenCrashed(window.webContents, {
      ask: () => askToLoadAgain(this.#said),
      close: () => window.close(),
    });
    offerFileDialogs(window);
    window.once('ready-to-show', () => {
      if (kept?.isMaximized === true) window.maximize();
      window.show();
    });
    window.on('close', () => keepPlace(home, window));
    window.on('closed', () => {
      this.#window = undefined;
    });
    load(window, place);
    return window;
  }

  get #said(): ShellSaid {
    return sayInShell(this.#language);
  }

  #heed(settings: Settings): void {
    nativeTheme.themeSource = settings.theme;
    this.#language = shellLanguage(settings, app.getLocale());
    const said = this.#said;
    const forgetSecrets = () => void this.#forgetSecrets();
    const template = menuTemplate({ said, platform, devTools: !app.isPackaged, forgetSecrets });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    this.#mark.say(said, said.goesOn);
  }

  async #forgetSecrets(): Promise<void> {
    if (await askBeforeForgetting(this.#said)) this.#secrets.forgetAll();
  }

  #askBeforeQuit(): Promise<QuitAnswer> {
    const work = this.#windows.underWay.map((each) => inLanguage(workText(each), this.#language));
    return askBeforeQuit(this.#said, work);
  }

  #markBusy(isBusy: boolean): void {
    if (isBusy) {
      this.#mark.show(this.#said);
      return;
    }
    this.#mark.hide();
    this.#quitGuard.ended();
    this.#quitIfDone();
  }

  /** Whoever has a window sees it there. */
  #tellEnd(ended: Ended): void {
    if (this.#window !== undefined) return;
    const { text, place } = endText(ended);
    const title = inLanguage(workText(ended), this.#language);
    this.#notices.show({ title, body: inLanguage(text, this.#language), place });
  }

  /** What goes on, or is told, without a window keeps Shiplock there; on macOS an app stays when its windows are closed. */
  #quitIfDone(): void {
    if (this.#window !== undefined || this.#windows.isBusy || this.#notices.areShown) return;
    if (platform !== 'darwin') app.quit();
  }
}

function load(window: BrowserWindow, place: string): void {
  // What is closed while it loads has not failed.
  window.loadURL(place === '/' ? pageAddress : `${pageAddress}#${place}`).catch(() => undefined);
}

function keepPlace(home: string, window: BrowserWindow): void {
  try {
    keepWindowPlace(home, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  } catch {
    // Then it opens where the system puts it.
  }
}
