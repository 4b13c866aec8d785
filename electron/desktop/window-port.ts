/** The wire to the page in a window: what comes over it is heard only from the page itself, and only what a window says. */
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import type { Window, Windows } from '../windows.ts';
import { channels } from './channels.ts';
import { isPage } from './page-protocol.ts';

/** Each page that is loaded is a window anew: of the one before it, nothing goes on that ends with its window. */
export function connectPage(contents: WebContents, windows: Windows): void {
  let window: Window | undefined;
  const close = (): void => {
    window?.closed();
    window = undefined;
  };
  contents.ipc.on(channels.opened, (event) => {
    if (!isFromPage(event)) return;
    close();
    window = windows.open({
      send: (message) => {
        if (!contents.isDestroyed()) contents.send(channels.fromStation, message);
      },
      // Nothing is heard from it any more until it is loaded anew.
      refuse: close,
    });
  });
  contents.ipc.on(channels.fromWindow, (event, message: unknown) => {
    if (isFromPage(event)) window?.heard(message);
  });
  contents.on('render-process-gone', close);
  contents.on('destroyed', close);
}

/** Of what one window's contents say: from the page, not from a frame within it, nor from where the window may be else. */
export function isFromPage({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isPage(senderFrame.url);
}
