/**
 * The window in a browser of this machine, where the desktop runtime is not installed: `browser-shell.ts [--home FOLDER] [--no-open]`.
 * Ends on Ctrl-C, and when its window was closed and nothing is under way.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openAppWindow } from './browser/app-window.ts';
import { PageServer } from './browser/page-server.ts';
import { defaultHome } from './cli/home.ts';
import { Station } from './station.ts';
import { Windows } from './windows.ts';

const builtWindow = fileURLToPath(new URL('../dist/window', import.meta.url));

const { values } = parseArgs({
  options: { home: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
});
const home = resolve(values.home ?? defaultHome());
mkdirSync(home, { recursive: true, mode: 0o700 });
const station = new Station(home);
const windows = new Windows(station);
const server = await PageServer.start(builtWindow, windows);
const address = server.newAddress();
process.stdout.write(`Shiplock's window, for this machine's browser, once: ${address}\n`);
const stop = async (): Promise<void> => {
  await server[Symbol.asyncDispose]();
  station[Symbol.dispose]();
  process.exit();
};
process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());
if (!values['no-open']) {
  await openAppWindow(address, join(home, 'browser'));
  await stop();
}
