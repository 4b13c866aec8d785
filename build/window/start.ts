/**
 * The window behind `npm start`: on Electron where its runtime is installed, else in this machine's browser.
 *   build/start [--home FOLDER]
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { hereProgram, howToInstallElectron } from './electron-runtime.ts';
import { makeApp } from './make-app.ts';
import { makeWindow } from './make-window.ts';

const root = join(import.meta.dirname, '../..');
const given = process.argv.slice(2);
const electron = hereProgram();

if (electron === undefined) {
  await makeWindow();
  console.log(
    `Electron’s runtime is not installed: the window opens in this machine’s browser.\n${howToInstallElectron}\n`,
  );
  run(process.execPath, [join(root, 'electron/browser-shell.ts'), ...given]);
} else {
  const app = await makeApp();
  console.log(`The window opens on Electron: ${electron}`);
  // Chromium's sandbox does not work as root.
  run(electron, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), app, ...given]);
}

/** Ends as it ends. Ctrl-C reaches it too; what becomes of that, it decides. */
function run(program: string, args: readonly string[]): void {
  const child = spawn(program, args, { stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`The window could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (status, signal) => {
    process.exitCode = status ?? (signal === null ? 1 : 128);
  });
}
