/**
 * A stand-in for the electron module with a real browser under it: what the app asks of Electron is done by Debian's Chromium. The
 * page, the bridge and all of `main.ts` are real. What is not: the page's preload script runs in the page's own world, without a
 * sandbox of Electron's; a scheme of the app's own is an address of https that leads nowhere; permissions are Chromium's own; and
 * of what a desktop has around its windows (menus, tray, notifications, keyring, dialogs) there is nothing: a dialog is answered by its
 * safe answer at once.
 */
import { EventEmitter } from 'node:events';

export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { protocol, session } from './requests.ts';

export class Tray extends EventEmitter {
  setToolTip = () => undefined;
  setContextMenu = () => undefined;
  destroy = () => undefined;
}

export class Notification extends EventEmitter {
  static isSupported = () => false;
}

export const Menu = { buildFromTemplate: () => ({}), setApplicationMenu: () => undefined };
/** The theme of the page is the test's to set. */
export const nativeTheme = { themeSource: 'system' };
export const powerSaveBlocker = { start: () => 1, stop: () => true };
export const safeStorage = { isAsyncEncryptionAvailable: async () => false };
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] };
export const nativeImage = {
  createEmpty: () => ({ addRepresentation: () => undefined, setTemplateImage: () => undefined }),
  createFromBitmap: () => ({ toPNG: () => Buffer.alloc(0) }),
};

export const dialog = {
  showMessageBox: async ({ cancelId }: { readonly cancelId: number }) => ({ response: cancelId }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
  showErrorBox: (title: string, content: string) => void process.stderr.write(`${title}: ${content}\n`),
};
