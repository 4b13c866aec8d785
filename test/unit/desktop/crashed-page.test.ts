/** A page whose process has died, by what `main.ts` asks of a stand-in for Electron. */
import { afterEach, expect, test, vi } from 'vitest';
import { channels } from '../../../electron/desktop/channels.ts';
import { ended, startDesktop, theWindow, useHome } from './desktop-fixture.ts';
import { electron } from './electron-stand-in.ts';

useHome();
afterEach(() => void vi.useRealTimers());

const crash = (reason = 'crashed'): unknown =>
  theWindow().webContents.emit('render-process-gone', {}, { reason });
const loadedAgain = (times: number) => vi.waitUntil(() => theWindow().webContents.reloads === times);

test('a page that crashed is loaded again without a question, and speaks with its station (stand-in)', async () => {
  await startDesktop();
  const page = theWindow().webContents;
  page.say(channels.opened);
  crash();
  // Electron is still taking leave of the process.
  expect(page.reloads).toBe(0);
  await loadedAgain(1);
  page.say(channels.opened);
  page.say(channels.fromWindow, { kind: 'call', id: 1, method: 'hosts.list', input: {} });
  await ended(1);
  expect(electron.dialogs).toEqual([]);
});

test('one that keeps crashing is loaded again only by whoever wishes so; to close it is the other way (stand-in)', async () => {
  await startDesktop();
  crash();
  await loadedAgain(1);
  electron.answers.push(0);
  crash('oom');
  await loadedAgain(2);
  const [question] = electron.dialogs;
  expect(question?.detail).toContain('go on without it');
  expect(question?.buttons?.[question.defaultId ?? -1]).toBe('Load Again');
  electron.answers.push(1);
  crash();
  await vi.waitUntil(() => electron.app.hasQuit);
});

test.each([0, 1])('whoever closes its window meanwhile has answered (stand-in)', async (answer) => {
  await startDesktop();
  const page = theWindow().webContents;
  crash();
  await loadedAgain(1);
  electron.answers.push(answer);
  crash();
  theWindow().close();
  await vi.waitUntil(() => electron.answers.length === 0);
  expect([page.reloads, electron.app.hasQuit]).toEqual([1, true]);
});

test('one that crashes an hour later is loaded again without a question (stand-in)', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  await startDesktop();
  crash();
  await loadedAgain(1);
  vi.advanceTimersByTime(3_600_000);
  crash();
  await loadedAgain(2);
  expect(electron.dialogs).toEqual([]);
});

test('a page that goes with its window is not loaded again (stand-in)', async () => {
  await startDesktop();
  crash('clean-exit');
  crash('clean-exit');
  theWindow().close();
  expect(electron.app.hasQuit).toBe(true);
  expect(electron.dialogs).toEqual([]);
});
