/** How the desktop shell begins and ends, by what `main.ts` asks of a stand-in for Electron. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { channels } from '../../../electron/desktop/channels.ts';
import { openJournal } from '../../../electron/journal/journal.ts';
import { ended, home, loadingMs, startDesktop, theWindow, told, useHome } from './desktop-fixture.ts';
import { begin, electron } from './electron-stand-in.ts';

useHome();

beforeEach(() => {
  const journal = openJournal(home);
  const login = { user: 'root', login: 'password', sudo: false, hostKey: 'SHA256:x' } as const;
  for (const name of ['river', 'dam']) journal.hosts.add({ name, address: '127.0.0.1', port: 1, ...login });
  journal.close();
});

const say = (message: unknown): void => theWindow().webContents.say(channels.fromWindow, message);

/** It goes on until it is cancelled, or the password that it waits for is refused. */
async function beginMove(): Promise<void> {
  theWindow().webContents.say(channels.opened);
  const input = { container: 'gauge', from: 'river', to: 'dam' };
  say({ kind: 'call', id: 1, method: 'moves.start', input });
  await vi.waitUntil(() => told().filter(({ kind }) => kind === 'ask').length === 2, { timeout: loadingMs });
}

/** Of both hosts: a plan waits for both. */
function refusePasswords(): void {
  for (const ask of [1, 2]) say({ kind: 'answer', ask });
}

test('a second Shiplock of the same data folder opens no window; the first one’s comes to the front (stand-in)', async () => {
  await begin(home, { isFirst: false });
  expect(electron.app.hasQuit).toBe(true);
  expect(electron.windows).toEqual([]);

  await startDesktop();
  theWindow().isMinimizedNow = true;
  electron.app.emit('second-instance');
  await vi.waitUntil(() => theWindow().calls.includes('focus'));
  expect(theWindow().calls).toEqual(['restore', 'show', 'focus']);
  expect(electron.windows).toHaveLength(1);
});

test('with nothing going on, Shiplock ends with its window and asks nothing (stand-in)', async () => {
  await startDesktop();
  theWindow().close();
  expect(electron.app.hasQuit).toBe(true);
  expect(electron.dialogs).toEqual([]);
});

test('the window is where it was, if that can be seen now (stand-in)', async () => {
  await startDesktop();
  expect(theWindow().options).toMatchObject({ width: 1280, height: 800 });
  theWindow().close();
  await startDesktop();
  expect(theWindow().options).toMatchObject({ x: 10, y: 20, width: 900, height: 700 });
  const place = JSON.parse(readFileSync(join(home, 'window.json'), 'utf8'));
  writeFileSync(
    join(home, 'window.json'),
    JSON.stringify({ ...place, bounds: { ...place.bounds, x: 5000 } }),
  );
  electron.app.emit('will-quit');
  await startDesktop();
  expect(theWindow().options).toMatchObject({ width: 900, height: 700 });
  expect(theWindow().options).not.toHaveProperty('x');
});

test('menus speak the user’s language, and follow a change of it (stand-in)', async () => {
  await startDesktop({ locale: 'zh-CN' });
  expect(electron.menu.map(({ label }) => label)).toContain('文件');
  theWindow().webContents.say(channels.opened);
  say({ kind: 'call', id: 1, method: 'settings.change', input: { language: 'en', theme: 'dark' } });
  await vi.waitUntil(() => electron.menu.some(({ label }) => label === 'File'));
  expect(electron.themeSource).toBe('dark');
});

test('quitting during a run asks first, says what would happen, and staying is the safe answer (stand-in)', async () => {
  await startDesktop();
  await beginMove();
  electron.answers.push(0);
  electron.app.quit();
  await vi.waitUntil(() => electron.dialogs.length === 1);
  const [question] = electron.dialogs;
  expect(question?.detail).toContain('The move of gauge from river to dam');
  expect(question?.detail).toContain('what was begun is taken back');
  expect(question?.detail).toContain('nothing is taken back now');
  expect(question?.buttons?.[question.defaultId ?? -1]).toBe('Stay');
  expect(question?.cancelId).toBe(question?.defaultId);
  refusePasswords();
  await ended(1);
  expect(electron.app.hasQuit).toBe(false);
  expect(electron.app.exitStatus).toBeUndefined();
});

test('a run that is to be taken back is, and then Shiplock quits (stand-in)', async () => {
  await startDesktop();
  await beginMove();
  electron.answers.push(1);
  electron.app.quit();
  expect(await ended(1)).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } });
  await vi.waitUntil(() => electron.app.hasQuit);
});

test('quitting at once ends the process without a word to the hosts (stand-in)', async () => {
  await startDesktop();
  await beginMove();
  electron.answers.push(2);
  electron.app.quit();
  await vi.waitUntil(() => electron.app.exitStatus === 0);
  expect(told().map(({ kind }) => kind)).not.toContain('failed');
});

test('a run goes on without its window, marked in the tray and without sleep, and then Shiplock ends (stand-in)', async () => {
  await startDesktop();
  await beginMove();
  const [tray] = electron.trays;
  expect(tray?.toolTip).toBe('Shiplock: a run goes on');
  expect(electron.sleepless.size).toBe(1);
  theWindow().close();
  expect(electron.app.hasQuit).toBe(false);
  tray?.menu.find(({ label }) => label === 'Open Window')?.click?.();
  expect(electron.windows).toHaveLength(1);
  theWindow().webContents.say(channels.opened);
  refusePasswords();
  theWindow().close();
  await vi.waitUntil(() => tray?.isDestroyed, { timeout: loadingMs });
  expect(electron.sleepless.size).toBe(0);
  electron.notifications[0]?.emit('close', {});
  expect(electron.app.hasQuit).toBe(true);
});

/** Resolves when a move has ended that went on without its window. */
async function endWithoutWindow() {
  await beginMove();
  refusePasswords();
  theWindow().close();
  return vi.waitUntil(() => electron.notifications[0], { timeout: loadingMs });
}

test('what ends while no window is open is told by the system, and a click opens the window at it (stand-in)', async () => {
  await startDesktop();
  const notice = await endWithoutWindow();
  expect(notice.said.title).toBe('The move of gauge from river to dam');
  expect(notice.said.body).toMatch(/^It failed\. /);
  expect(electron.app.hasQuit).toBe(false);
  notice.emit('click');
  expect(theWindow().loaded).toBe('shiplock://window/#/runs');
  expect(electron.app.hasQuit).toBe(false);
});

test('what is told stays to be clicked on for ten minutes, also when Windows has put it away; then Shiplock ends (stand-in)', async () => {
  await startDesktop({ locale: 'zh-CN' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const notice = await endWithoutWindow();
    expect(notice.said.title).toBe('将容器 gauge 从 river 迁移到 dam');
    notice.emit('close', { reason: 'timedOut' });
    vi.advanceTimersByTime(9 * 60_000);
    expect(electron.app.hasQuit).toBe(false);
    vi.advanceTimersByTime(2 * 60_000);
    expect(electron.app.hasQuit).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('Windows is told the name that the package gives to its shortcut, or it shows no notifications (stand-in)', async () => {
  await startDesktop();
  const packaging = join(import.meta.dirname, '../../../build/packages/electron-builder.js');
  expect(readFileSync(packaging, 'utf8')).toContain(`appId: '${electron.app.userModelId}'`);
});

test('what ends while a window is open is seen there, and told by nothing else (stand-in)', async () => {
  await startDesktop();
  await beginMove();
  refusePasswords();
  await ended(1);
  expect(electron.notifications).toEqual([]);
});

test('backup policies are carried out while Shiplock is open, and nobody is asked for a secret for it (stand-in)', async () => {
  const journal = openJournal(home);
  const policy = { container: 'gauge', host: 'river', everySeconds: 3600, keep: 3 };
  journal.policies.set({ ...policy, maxLoad: 99, maxStallPercent: 100, maxTraffic: 1e12 });
  journal.close();
  await startDesktop();
  theWindow().webContents.say(channels.opened);
  const state = await vi.waitUntil(() =>
    told().find((each) => each.kind === 'event' && each.event.event === 'policy.state'),
  );
  expect(state).toMatchObject({ event: { host: 'river', container: 'gauge', is: 'failed' } });
  expect(told().filter(({ kind }) => kind === 'ask')).toEqual([]);
});
