/** What the page may, by what `main.ts` asks of a stand-in for Electron. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { home, startDesktop, theWindow, useHome } from './desktop-fixture.ts';
import { electron, isPrevented } from './electron-stand-in.ts';

useHome();

test('the window’s page has no Node, a sandbox and a world of its own (stand-in)', async () => {
  await startDesktop();
  expect(electron.app.isSandboxed).toBe(true);
  expect(theWindow().options['webPreferences']).toEqual({
    preload: expect.stringMatching(/electron[\\/]preload\.cjs$/),
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
    spellcheck: false,
    devTools: false,
  });
});

test('the page has an address and an origin of its own, registered before the app is ready (stand-in)', async () => {
  await startDesktop();
  expect(electron.schemes).toEqual([
    {
      scheme: 'shiplock',
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true },
    },
  ]);
  expect(theWindow().loaded).toBe('shiplock://window/');
});

test('every answer has the policy, and nothing but the page is answered (stand-in)', async () => {
  await startDesktop();
  const answer = electron.pages.get('shiplock');
  for (const [method, address, status] of [
    ['GET', 'shiplock://window/../../package.json', 404],
    ['GET', 'shiplock://window/%2e%2e%2f%2e%2e%2fpackage.json', 404],
    ['GET', 'shiplock://elsewhere/', 403],
    ['POST', 'shiplock://window/', 403],
  ] as const) {
    const response = await answer?.(new Request(address, { method }));
    expect(response?.status, address).toBe(status);
    expect(response?.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  }
});

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
  'the page stays where it is: %s is refused (stand-in)',
  async (event) => {
    await startDesktop();
    expect(isPrevented(theWindow().webContents, event)).toBe(true);
  },
);

test('no window is opened by the page, and nothing is downloaded (stand-in)', async () => {
  await startDesktop();
  expect(theWindow().webContents.openHandler?.()).toEqual({ action: 'deny' });
  expect(isPrevented(electron.session, 'will-download')).toBe(true);
});

test('the page may write to the clipboard and is refused every other permission (stand-in)', async () => {
  await startDesktop();
  const { session } = electron;
  const contents = theWindow().webContents;
  const allowed = (permission: string, of: unknown = contents): unknown[] => {
    const answer = vi.fn();
    session.permissionRequest?.(of, permission, answer);
    return [...answer.mock.calls.flat(), session.permissionCheck?.(of, permission)];
  };
  expect(allowed('clipboard-sanitized-write')).toEqual([true, true]);
  expect(allowed('clipboard-sanitized-write', { getURL: () => 'https://elsewhere.example/' })).toEqual([
    false,
    false,
  ]);
  for (const permission of [
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'usb',
  ]) {
    expect(allowed(permission), permission).toEqual([false, false]);
  }
  expect(session.permissionCheck?.(null, 'clipboard-sanitized-write')).toBe(false);
  expect(session.devicePermission?.({})).toBe(false);
});

test('nothing is fetched from the network (stand-in)', async () => {
  await startDesktop();
  const isCancelled = (url: string): unknown => {
    const answer = vi.fn();
    electron.session.beforeRequest?.({ url }, answer);
    return answer.mock.calls[0]?.[0].cancel;
  };
  for (const url of [
    'https://example.org/',
    'http://127.0.0.1:80/',
    'file:///etc/passwd',
    'ws://example.org/',
  ])
    expect(isCancelled(url), url).toBe(true);
  expect(isCancelled('shiplock://window/assets/index.js')).toBe(false);
});

test('what Chromium keeps lies in Shiplock’s data folder (stand-in)', async () => {
  await startDesktop();
  expect(electron.app.paths.get('userData')).toBe(join(home, 'desktop'));
});

test('a data folder that cannot be opened is told, and Shiplock ends (stand-in)', async () => {
  mkdirSync(join(home, 'journal.db'));
  await expect(startDesktop()).rejects.toThrow();
  expect(electron.errorBoxes).toHaveLength(1);
  expect(electron.app.exitStatus).toBe(1);
});
