/**
 * A stand-in for Electron: it records what the desktop shell asks for, and lets a test be the system, the user and the page. It
 * shows that Electron is asked for the right things, not what Electron makes of them.
 */
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { vi } from 'vitest';
import { StandInContents } from './contents-stand-in.ts';
import { StandInSession } from './session-stand-in.ts';

class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: Record<string, unknown>;
  readonly calls: string[] = [];
  loaded: string | undefined;
  isMinimizedNow = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    electron.windows.push(this);
    electron.app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(address: string): Promise<void> {
    this.loaded = address;
  }

  getNormalBounds = () => ({ x: 10, y: 20, width: 900, height: 700 });
  isMaximized = () => false;
  isMinimized = () => this.isMinimizedNow;
  maximize = () => void this.calls.push('maximize');
  restore = () => void this.calls.push('restore');
  show = () => void this.calls.push('show');
  focus = () => void this.calls.push('focus');

  /** The user closes it. */
  close(): void {
    if (this.webContents.isDestroyed()) throw new TypeError('Object has been destroyed');
    this.emit('close');
    electron.windows.splice(electron.windows.indexOf(this), 1);
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (electron.windows.length === 0) electron.app.emit('window-all-closed');
  }
}

class StandInApp extends EventEmitter {
  readonly paths = new Map<string, string>();
  readonly isPackaged = true;
  locale = 'en-US';
  isFirst = true;
  isSandboxed = false;
  hasQuit = false;
  exitStatus: number | undefined;

  userModelId = '';

  setName = () => undefined;
  setAppUserModelId = (id: string) => {
    this.userModelId = id;
  };
  getLocale = () => this.locale;
  setPath = (name: string, path: string) => void this.paths.set(name, path);
  requestSingleInstanceLock = () => this.isFirst;
  whenReady = () => Promise.resolve();

  enableSandbox(): void {
    this.isSandboxed = true;
  }

  exit(status = 0): void {
    this.exitStatus = status;
  }

  quit(): void {
    if (isPrevented(this, 'before-quit')) return;
    this.emit('will-quit');
    this.hasQuit = true;
  }
}

class StandInTray extends EventEmitter {
  toolTip = '';
  menu: { label: string; click?: () => void }[] = [];
  isDestroyed = false;

  constructor() {
    super();
    electron.trays.push(this);
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setContextMenu(menu: StandInTray['menu']): void {
    this.menu = menu;
  }

  destroy(): void {
    this.isDestroyed = true;
  }
}

class StandInNotification extends EventEmitter {
  static isSupported = () => true;
  readonly said: { readonly title: string; readonly body: string };

  constructor(said: StandInNotification['said']) {
    super();
    this.said = said;
  }

  show(): void {
    electron.notifications.push(this);
  }
}

const newElectron = () => ({
  app: new StandInApp(),
  session: new StandInSession(),
  windows: [] as StandInWindow[],
  trays: [] as StandInTray[],
  notifications: [] as StandInNotification[],
  menu: [] as { label?: string; submenu?: { label?: string; click?: () => void }[] }[],
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  pages: new Map<string, (request: Request) => Promise<Response>>(),
  sleepless: new Set<number>(),
  themeSource: 'system',
  dialogs: [] as { buttons?: string[]; defaultId?: number; cancelId?: number; detail?: string }[],
  /** What the user answers in the next dialog: a button's number, or a file. */
  answers: [] as unknown[],
  errorBoxes: [] as string[],
});

/** What was asked of it since `begin`. */
export let electron = newElectron();

export interface System {
  readonly locale?: string;
  /** Whether no other Shiplock of that data folder is running. */
  readonly isFirst?: boolean;
}

/** Whether the shell prevents what Electron is about to do. */
export function isPrevented(of: EventEmitter, event: string): boolean {
  const preventDefault = vi.fn();
  of.emit(event, { preventDefault });
  return preventDefault.mock.calls.length > 0;
}

const mainFile = join(import.meta.dirname, '../../../electron/main.ts');
let begun = 0;

/** Loads `main.ts` anew, as Electron does. */
export async function begin(home: string, system: System = {}): Promise<void> {
  electron = newElectron();
  Object.assign(electron.app, system);
  begun += 1;
  vi.doMock('electron', () => electronModule);
  const { argv } = process;
  process.argv = [argv[0] ?? '', 'app', `--home=${home}`];
  try {
    await import(/* @vite-ignore */ `${mainFile}?begun=${begun}`);
  } finally {
    process.argv = argv;
  }
}

const answerNext = async (asked: (typeof electron.dialogs)[number]): Promise<unknown> => {
  electron.dialogs.push(asked);
  return electron.answers.shift();
};

const electronModule = {
  get app() {
    return electron.app;
  },
  BrowserWindow: StandInWindow,
  Tray: StandInTray,
  Notification: StandInNotification,
  Menu: {
    buildFromTemplate: (template: unknown) => template,
    setApplicationMenu: (menu: typeof electron.menu) => {
      electron.menu = menu;
    },
  },
  nativeTheme: {
    set themeSource(source: string) {
      electron.themeSource = source;
    },
  },
  nativeImage: {
    createEmpty: () => ({ addRepresentation: () => undefined, setTemplateImage: () => undefined }),
    createFromBitmap: () => ({ toPNG: () => Buffer.alloc(0) }),
  },
  powerSaveBlocker: {
    start: () => {
      electron.sleepless.add(1);
      return 1;
    },
    stop: (id: number) => void electron.sleepless.delete(id),
  },
  protocol: {
    registerSchemesAsPrivileged: (schemes: typeof electron.schemes) => void electron.schemes.push(...schemes),
    handle: (scheme: string, answer: (request: Request) => Promise<Response>) =>
      void electron.pages.set(scheme, answer),
  },
  safeStorage: { isAsyncEncryptionAvailable: async () => false },
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
  session: {
    get defaultSession() {
      return electron.session;
    },
  },
  dialog: {
    showMessageBox: async (asked: object) => ({ response: await answerNext(asked) }),
    showSaveDialog: async (_: unknown, asked: object) => {
      const filePath = await answerNext(asked);
      return { canceled: filePath === undefined, filePath: filePath ?? '' };
    },
    showOpenDialog: async (_: unknown, asked: object) => {
      const filePath = await answerNext(asked);
      return { filePaths: filePath === undefined ? [] : [filePath] };
    },
    showErrorBox: (_: string, text: string) => void electron.errorBoxes.push(text),
  },
};
