/** How the window is made. Its page has no more than a web page has, and the bridge of `preload.ts`. */
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';

export interface WindowLook {
  /** Width and height alone where the system is to choose the place. */
  readonly bounds: Pick<Rectangle, 'width' | 'height'> & Partial<Rectangle>;
  readonly preload: string;
  /** For developers. */
  readonly devTools: boolean;
}

export const windowOptions = ({
  bounds,
  preload,
  devTools,
}: WindowLook): BrowserWindowConstructorOptions => ({
  ...bounds,
  minWidth: 640,
  minHeight: 360,
  title: 'Shiplock',
  // Shown when its page has something to show.
  show: false,
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // What is typed is names, paths and secrets; its dictionaries would come from the network.
    spellcheck: false,
    devTools,
  },
});
