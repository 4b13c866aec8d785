/** Where browsers of the Chromium family lie on each system. */
import { expect, test } from 'vitest';
import { findBrowser } from '../../../electron/browser/find-browser.ts';

const on = (
  platform: NodeJS.Platform,
  environment: Record<string, string>,
  ...there: readonly string[]
): string | undefined => findBrowser({ platform, environment, isThere: (path) => there.includes(path) });

test('on Linux, what is on the PATH', () => {
  const environment = { PATH: '/usr/bin:/opt/bin' };
  expect(on('linux', environment, '/opt/bin/microsoft-edge')).toBe('/opt/bin/microsoft-edge');
  expect(on('linux', environment, '/usr/bin/google-chrome', '/opt/bin/chromium')).toBe('/opt/bin/chromium');
  expect(on('linux', environment, '/usr/bin/firefox')).toBeUndefined();
});

test('on Windows, where programs are installed, for all users or for one', () => {
  const environment = { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\li\\AppData\\Local' };
  const edge = 'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe';
  const chrome = 'C:\\Users\\li\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe';
  expect(on('win32', environment, edge)).toBe(edge);
  expect(on('win32', environment, edge, chrome)).toBe(chrome);
});

test('on macOS, among the applications of all users or of one', () => {
  const brave = '/Users/li/Applications/Brave Browser.app/Contents/MacOS/Brave Browser';
  expect(on('darwin', { HOME: '/Users/li' }, brave)).toBe(brave);
});

test('the one that the user names comes before all others', () => {
  const environment = { PATH: '/usr/bin', SHIPLOCK_BROWSER: '/home/li/chrome/chrome' };
  expect(on('linux', environment, '/usr/bin/chromium')).toBe('/home/li/chrome/chrome');
});
