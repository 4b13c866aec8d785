/** The desktop shell on a stand-in for Electron, with an empty data folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { FromStation } from '../../../shared/wire.ts';
import { begin, electron, type System } from './electron-stand-in.ts';

export let home: string;

/** Each test of the file has a data folder of its own. */
export function useHome(): void {
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'shiplock-desktop-'));
  });
  afterEach(() => {
    electron.app.emit('will-quit');
    rmSync(home, { recursive: true });
  });
}

/** Resolves when the window was opened. */
export async function startDesktop(system?: System): Promise<void> {
  await begin(home, system);
  await vi.waitUntil(() => electron.windows.length > 0 || electron.errorBoxes.length > 0);
  expect(electron.errorBoxes).toEqual([]);
}

/** The one window that is open. */
export const theWindow = () => {
  const [window] = electron.windows;
  if (window === undefined) throw new Error('no window is open');
  return window;
};

/** What the page has been told. */
export const told = (): FromStation[] =>
  theWindow().webContents.sent.map(([, message]) => message as FromStation);

/** The first call that needs a service loads it. */
export const loadingMs = 20_000;

/** Resolves with what the page is told as the end of that call. */
export const ended = (call: number): Promise<FromStation> =>
  vi.waitUntil(() => told().find((each) => 'call' in each && each.call === call && each.kind !== 'event'), {
    timeout: loadingMs,
  });
