/** The shells that specs of the window run on, each in a vitest project of its own that provides its name. */
import { DesktopShell } from './desktop-shell.ts';
import { launchElectron } from './electron-app.ts';
import { InBrowser } from './in-browser.ts';
import type { Shell } from './shell.ts';
import { launchOnStandIn } from './stand-in-app.ts';
import { whyNoElectron } from './why-no-electron.ts';

export interface ShellKind {
  /** As the names of tests say it. */
  readonly title: string;
  /** Why there is none here. */
  readonly whyNone?: string | undefined;
  /** A shell on that data folder. */
  readonly on: (home: string) => Promise<Shell>;
}

export const shells = {
  browser: { title: 'in a browser', on: (home) => InBrowser.on(home) },
  electron: {
    title: 'on Electron',
    whyNone: whyNoElectron(),
    on: async (home) => new DesktopShell(home, launchElectron),
  },
  'stand-in': {
    title: 'on a stand-in for Electron with a real browser',
    on: async (home) => new DesktopShell(home, launchOnStandIn),
  },
} as const satisfies Record<string, ShellKind>;

export type ShellName = keyof typeof shells;
