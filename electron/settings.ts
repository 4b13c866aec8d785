/** The user's settings of the window, kept in their data folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checked } from '../shared/contract.ts';
import { defaultSettings, type Settings, settings as schema } from '../shared/window-methods.ts';
import { replaceFile } from './backups/store/replace-file.ts';

const fileName = 'settings.json';

/** What is not there, or cannot be read, is as by default. */
export function readSettings(home: string): Settings {
  try {
    return schema.parse(JSON.parse(readFileSync(join(home, fileName), 'utf8')));
  } catch {
    return defaultSettings;
  }
}

/** What is not given stays. Throws what writing a file throws. */
export function changeSettings(home: string, { language, theme }: Checked<'settings.change'>): Settings {
  const before = readSettings(home);
  const settings = { language: language ?? before.language, theme: theme ?? before.theme };
  replaceFile(join(home, fileName), `${JSON.stringify(settings, null, 2)}\n`);
  return settings;
}
