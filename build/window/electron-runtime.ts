/** Electron's runtime: its program, which npm's package does not bring but fetches when it is told to. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const programs: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
};

export interface Place {
  /** The folder that `node_modules` is in. */
  readonly root: string;
  readonly platform: NodeJS.Platform;
  /** `ELECTRON_OVERRIDE_DIST_PATH`: the folder of a runtime that lies elsewhere. */
  readonly elsewhere: string | undefined;
}

/** The program; undefined where it is not installed. */
export function electronProgram({ root, platform, elsewhere }: Place): string | undefined {
  const name = programs[platform];
  if (name === undefined) return undefined;
  const program = join(elsewhere || join(root, 'node_modules/electron/dist'), name);
  return existsSync(program) ? program : undefined;
}

/** Of this checkout, on this machine. */
export const hereProgram = (): string | undefined =>
  electronProgram({
    root: join(import.meta.dirname, '../..'),
    platform: process.platform,
    elsewhere: process.env['ELECTRON_OVERRIDE_DIST_PATH'],
  });

export const howToInstallElectron = [
  'For a window of its own, with menus and a mark in the tray, install Electron’s runtime (about 120 MB from GitHub):',
  '   npx install-electron --no',
  'Where GitHub is out of reach, from a mirror:  ELECTRON_MIRROR=https://…/ npx install-electron --no',
  'or from a folder that has it unpacked:        ELECTRON_OVERRIDE_DIST_PATH=FOLDER npm start',
].join('\n');
