/** The app of the stand-in: one for each data folder, by a link there; it ends with its browser. */
import { EventEmitter } from 'node:events';
import { mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowser, startBrowser } from './chromium.ts';

class App extends EventEmitter {
  readonly isPackaged = false;
  #userData = '';
  #isQuitting = false;

  setName = () => undefined;
  setAppUserModelId = () => undefined;
  enableSandbox = () => undefined;
  getLocale = () => 'en-GB';
  whenReady = () => startBrowser(this.#userData);

  setPath(name: 'userData', path: string): void {
    if (name === 'userData') this.#userData = path;
  }

  /** Whoever comes second tells the first one by a signal. What a dead one left is no lock. */
  requestSingleInstanceLock(): boolean {
    mkdirSync(this.#userData, { recursive: true });
    // Made at once: whoever reads it reads all of it.
    const lock = join(this.#userData, 'stand-in.pid');
    try {
      process.kill(Number(readlinkSync(lock)), 'SIGUSR2');
      return false;
    } catch {
      process.on('SIGUSR2', () => this.emit('second-instance'));
      process.on('exit', () => rmSync(lock, { force: true }));
      rmSync(lock, { force: true });
      symlinkSync(String(process.pid), lock);
      return true;
    }
  }

  quit(): void {
    let isPrevented = false;
    const preventDefault = (): void => {
      isPrevented = true;
    };
    this.emit('before-quit', { preventDefault });
    if (isPrevented || this.#isQuitting) return;
    this.#isQuitting = true;
    this.emit('will-quit', { preventDefault });
    this.exit();
  }

  /** As Electron does it: the caller goes on until it is done. */
  exit(status = 0): void {
    void closeBrowser().finally(() => process.exit(status));
  }

  /** To be called when a window is closed. */
  windowClosed(left: number): void {
    if (left === 0 && !this.#isQuitting) this.emit('window-all-closed');
  }
}

export const app = new App();
process.on('SIGTERM', () => app.quit());
