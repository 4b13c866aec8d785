/** What the page may not: go elsewhere, open windows, ask for the laptop's devices, use the network. */
import type { Session, WebContents } from 'electron';
import { isPage } from './page-protocol.ts';

/** The page stays where it is. Whatever else is opened or embedded is refused. */
export function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** The one thing that it may of what is asked for: put the text of an error where it can be pasted from. */
const allowed = 'clipboard-sanitized-write';

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(permission === allowed && isPage(contents.getURL())),
  );
  session.setPermissionCheckHandler(
    (contents, permission) => permission === allowed && contents !== null && isPage(contents.getURL()),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_, answer) => answer(null));
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOffline(url) }));
}

/** Developers' tools come from within as well. */
const isOffline = (url: string): boolean => isPage(url) || /^(data|blob|devtools):/.test(url);
