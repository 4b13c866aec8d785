/** Browsers of the Chromium family on this machine: those that can show a page as a window of its own. */
import { existsSync } from 'node:fs';
import { delimiter, posix, win32 } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isThere: (path: string) => boolean;
}

const thisMachine: Machine = { platform: process.platform, environment: process.env, isThere: existsSync };

/** The path of the first that is there, or of the one that `SHIPLOCK_BROWSER` names; undefined if there is none. */
export function findBrowser(machine: Machine = thisMachine): string | undefined {
  const { environment, isThere } = machine;
  return environment['SHIPLOCK_BROWSER'] ?? placesOn(machine).find(isThere);
}

function placesOn({ platform, environment }: Machine): string[] {
  switch (platform) {
    case 'win32': {
      const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => environment[name]);
      return windowsPrograms.flatMap((program) =>
        roots.flatMap((root) => (root === undefined ? [] : [win32.join(root, program)])),
      );
    }
    case 'darwin': {
      const roots = ['/Applications', posix.join(environment['HOME'] ?? '/', 'Applications')];
      return macPrograms.flatMap((name) =>
        roots.map((root) => posix.join(root, `${name}.app`, 'Contents', 'MacOS', name)),
      );
    }
    default: {
      const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
      return otherPrograms.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
    }
  }
}

const windowsPrograms = [
  'Chromium\\Application\\chrome.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
] as const;

const macPrograms = ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser'] as const;

const otherPrograms = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'brave',
] as const;
