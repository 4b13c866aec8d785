/** A window of the stand-in: a page of the browser. */
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { WebContents } from './web-contents.ts';

interface Options {
  readonly width: number;
  readonly height: number;
  readonly webPreferences: { readonly preload: string };
}

const open = new Set<BrowserWindow>();

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly #options: Options;

  constructor(options: Options) {
    super();
    this.#options = options;
    open.add(this);
    this.webContents = new WebContents(options.webPreferences.preload);
    this.webContents.once('destroyed', () => this.#closed());
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(address: string): Promise<void> {
    await this.webContents.load(address);
    this.emit('ready-to-show');
  }

  getNormalBounds = () => ({ x: 0, y: 0, width: this.#options.width, height: this.#options.height });
  isMaximized = () => false;
  isMinimized = () => false;
  maximize = () => undefined;
  restore = () => undefined;
  show = () => undefined;
  focus = () => undefined;

  #closed(): void {
    this.emit('close');
    open.delete(this);
    this.emit('closed');
    app.windowClosed(open.size);
  }
}
