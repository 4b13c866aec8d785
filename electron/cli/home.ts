/** The user's data folder, by the custom of the system. */
import { homedir, platform } from 'node:os';
import { join } from 'node:path';

export function defaultHome(): string {
  const env = process.env;
  switch (platform()) {
    case 'win32':
      return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Shiplock');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Shiplock');
    default:
      return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'shiplock');
  }
}
